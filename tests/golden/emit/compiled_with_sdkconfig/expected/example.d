out/example.stamp: \
  input.pschema \
  Kconfig \
  sdkconfig.rename \
  ./-sdkconfig \
  main/Kconfig

input.pschema:

Kconfig:

sdkconfig.rename:

./-sdkconfig:

main/Kconfig:
