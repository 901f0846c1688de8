out/esp_at.stamp: \
  input.pschema
