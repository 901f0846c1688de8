out/bare/boards.stamp: \
  input.pschema

input.pschema:
