out/gadget.stamp: \
  input.pschema

input.pschema:
