out/boards.stamp: \
  input.pschema \
  tools

input.pschema:

tools:
