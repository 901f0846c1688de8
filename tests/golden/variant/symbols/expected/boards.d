out/boards.stamp: \
  input.pschema

input.pschema:
