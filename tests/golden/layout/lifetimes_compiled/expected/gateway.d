out/gateway.stamp: \
  input.pschema

input.pschema:
