out/esp_at.stamp: \
  input.pschema

input.pschema:
