out/example.stamp: \
  input.pschema \
  lib/types.pschema \
  lib/sizes.pschema

lib/types.pschema:

lib/sizes.pschema:
