out/example.stamp: \
  input.pschema \
  tools

input.pschema:

tools:
