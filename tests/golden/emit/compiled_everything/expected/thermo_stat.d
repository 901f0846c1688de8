out/thermo_stat.stamp: \
  input.pschema

input.pschema:
