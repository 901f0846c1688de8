out/flash.hex: \
  input.pschema \
  notes.txt \
  build/app.bin \
  boot.bin

input.pschema:

notes.txt:

build/app.bin:

boot.bin:
