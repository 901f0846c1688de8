out/made/thermostat.stamp: \
  out/thermostat.pschema \
  out/thermostat.lock

out/thermostat.pschema:

out/thermostat.lock:
