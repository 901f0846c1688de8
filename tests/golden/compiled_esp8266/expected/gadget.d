out/gadget.stamp: \
  input.pschema
