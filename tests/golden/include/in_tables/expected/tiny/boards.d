out/tiny/boards.stamp: \
  input.pschema \
  shared.pschema \
  slots.inc \
  otadata.inc \
  files.inc \
  small.inc \
  slots.var

input.pschema:

shared.pschema:

slots.inc:

otadata.inc:

files.inc:

small.inc:

slots.var:
