out/gadget.stamp: \
  old.pschema

old.pschema:
