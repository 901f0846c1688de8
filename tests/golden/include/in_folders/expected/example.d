out/example.stamp: \
  input.pschema \
  lib/types.pschema \
  lib/sizes.pschema

input.pschema:

lib/types.pschema:

lib/sizes.pschema:
