# esp_at, revision 1. Made by schemac: include it in a Makefile, and run make in the folder
# where schemac ran. Targets:
#   esp_at-all      tables, header and images
#   esp_at-merged   one image of all that is flashed
#   flash, flash-PARTITION, erase-PARTITION, ota-flash
# A partition that nothing is generated for is flashed from ESP_AT_PARTITION_IMAGE,
# where that is set before: ESP_AT_OTA_0_IMAGE := app.bin

SCHEMAC ?= schemac
ESPTOOL ?= esptool.py
ESPTOOL_FLAGS ?=
esp_at_default_goal := $(.DEFAULT_GOAL)

out/esp_at.stamp:
	$(SCHEMAC) compile --quiet -o out input.pschema
	@touch out/esp_at.stamp
-include out/esp_at.d

esp_at_artifacts := out/esp_at.h out/esp_at.mk \
  out/partitions.csv out/partitions.bin \
  out/customize.csv out/customize.bin
$(esp_at_artifacts): out/esp_at.stamp
	@test -f '$(subst ','\'',$@)' || $(SCHEMAC) compile --quiet -o out input.pschema

esp_at_images :=
# customize_otadata: 16K, content 45e9ed19
out/images/customize_otadata.bin: out/esp_at.mk
	$(SCHEMAC) generate --quiet -o out/images/customize_otadata.bin input.pschema customize_otadata
	@touch out/images/customize_otadata.bin
esp_at_images += out/images/customize_otadata.bin

.PHONY: esp_at-all
esp_at-all: $(esp_at_artifacts) $(esp_at_images)

esp_at_flash_files := out/partitions.bin out/customize.bin out/images/customize_otadata.bin \
  $(ESP_AT_PARTITIONS_OTADATA_IMAGE) \
  $(ESP_AT_OTA_0_IMAGE) \
  $(ESP_AT_REST_IMAGE)
esp_at_flash_words := 0x8000 out/partitions.bin 0xf000 out/customize.bin 0x10000 out/images/customize_otadata.bin \
  $(if $(ESP_AT_PARTITIONS_OTADATA_IMAGE),0xd000 $(ESP_AT_PARTITIONS_OTADATA_IMAGE)) \
  $(if $(ESP_AT_OTA_0_IMAGE),0x20000 $(ESP_AT_OTA_0_IMAGE)) \
  $(if $(ESP_AT_REST_IMAGE),0x14000 $(ESP_AT_REST_IMAGE))

.PHONY: flash esp_at-flash esp_at-merged
flash: esp_at-flash
esp_at-flash: $(esp_at_flash_files)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 write_flash $(esp_at_flash_words)

esp_at-merged: out/esp_at-merged.bin
out/esp_at-merged.bin: $(esp_at_flash_files)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 merge_bin -o out/esp_at-merged.bin $(esp_at_flash_words)

.PHONY: flash-partitions_otadata erase-partitions_otadata
flash-partitions_otadata: $(ESP_AT_PARTITIONS_OTADATA_IMAGE)
	$(if $(ESP_AT_PARTITIONS_OTADATA_IMAGE),,$(error nothing to flash: set ESP_AT_PARTITIONS_OTADATA_IMAGE))
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 write_flash 0xd000 $(ESP_AT_PARTITIONS_OTADATA_IMAGE)
erase-partitions_otadata:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 erase_region 0xd000 0x2000

.PHONY: flash-more erase-more
flash-more: out/customize.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 write_flash 0xf000 out/customize.bin
erase-more:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 erase_region 0xf000 0x10000

.PHONY: flash-ota_0 erase-ota_0
flash-ota_0: $(ESP_AT_OTA_0_IMAGE)
	$(if $(ESP_AT_OTA_0_IMAGE),,$(error nothing to flash: set ESP_AT_OTA_0_IMAGE))
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 write_flash 0x20000 $(ESP_AT_OTA_0_IMAGE)
erase-ota_0:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 erase_region 0x20000 0x3e0000

.PHONY: flash-customize_otadata erase-customize_otadata
flash-customize_otadata: out/images/customize_otadata.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 write_flash 0x10000 out/images/customize_otadata.bin
erase-customize_otadata:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 erase_region 0x10000 0x4000

.PHONY: flash-rest erase-rest
flash-rest: $(ESP_AT_REST_IMAGE)
	$(if $(ESP_AT_REST_IMAGE),,$(error nothing to flash: set ESP_AT_REST_IMAGE))
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 write_flash 0x14000 $(ESP_AT_REST_IMAGE)
erase-rest:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 erase_region 0x14000 0xb000

.PHONY: ota-flash
ota-flash: flash-ota_0

.DEFAULT_GOAL := $(esp_at_default_goal)
