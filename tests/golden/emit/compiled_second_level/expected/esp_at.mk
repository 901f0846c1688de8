# esp_at, revision 1. Made by schemac: include it in a Makefile, and run make in the
# directory where schemac ran. Targets:
#   esp_at-all      tables, header and images
#   esp_at-merged   one image of everything that is flashed
#   esp_at-flash, esp_at-flash-PARTITION, esp_at-erase-PARTITION, esp_at-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from ESP_AT_PARTITION_IMAGE,
# if that is set before this file is included: ESP_AT_OTA_0_IMAGE := app.bin
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.

# What the header returns, once for a program in C:
ESP_AT_SOURCES := out/esp_at.c
ESP_AT_CPPFLAGS := -DESP_AT_SOURCE -Iout

SCHEMAC ?= schemac
ESPTOOL ?= $(firstword $(foreach name,esptool esptool.py,\
  $(if $(shell command -v $(name) 2>/dev/null),$(name))) esptool)
ESPTOOL_FLAGS ?=
esp_at_is_esptool_4 = $(filter v1.% v2.% v3.% v4.%,$(shell $(ESPTOOL) version 2>/dev/null))
esp_at_word = $(if $(esp_at_is_esptool_4),$(subst -,_,$(1)),$(1))
esp_at_default_goal := $(.DEFAULT_GOAL)

out/esp_at.stamp: input.pschema out/esp_at.d
	$(SCHEMAC) compile --quiet -o out input.pschema
	@touch out/esp_at.stamp
out/esp_at.d: ;
-include out/esp_at.d

esp_at_artifacts := out/esp_at.mk \
  out/partitions.csv \
  out/customize.csv \
  out/partitions.bin \
  out/customize.bin \
  out/esp_at.h \
  out/esp_at.c \
  out/flash_args \
  out/flasher_args.json \
  out/sdkconfig.defaults
$(esp_at_artifacts): out/esp_at.stamp
	@test -f '$(subst ','\'',$@)' || $(SCHEMAC) compile --quiet -o out input.pschema

esp_at_images :=
# customize_otadata: 16K, content 229b3f3c
out/images/customize_otadata.bin: out/esp_at.mk
	$(SCHEMAC) generate --quiet input.pschema customize_otadata -o out/images/customize_otadata.bin
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
esp_at_flash_added := --add 0x8000=out/partitions.bin --add 0xf000=out/customize.bin --add 0x10000=out/images/customize_otadata.bin \
  $(if $(ESP_AT_PARTITIONS_OTADATA_IMAGE),--add 0xd000=$(ESP_AT_PARTITIONS_OTADATA_IMAGE)) \
  $(if $(ESP_AT_OTA_0_IMAGE),--add 0x20000=$(ESP_AT_OTA_0_IMAGE)) \
  $(if $(ESP_AT_REST_IMAGE),--add 0x14000=$(ESP_AT_REST_IMAGE))

.PHONY: flash esp_at-flash esp_at-merged
flash: esp_at-flash
esp_at-flash: $(esp_at_flash_files)
	$(SCHEMAC) check --quiet input.pschema $(esp_at_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 $(call esp_at_word,write-flash) -fs 4MB $(esp_at_flash_words)

esp_at-merged: out/esp_at-merged.bin
out/esp_at-merged.bin: $(esp_at_flash_files)
	$(SCHEMAC) check --quiet input.pschema $(esp_at_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 $(call esp_at_word,merge-bin) -fs 4MB -o out/esp_at-merged.bin $(esp_at_flash_words)

.PHONY: flash-partitions_otadata esp_at-flash-partitions_otadata
flash-partitions_otadata: esp_at-flash-partitions_otadata
esp_at-flash-partitions_otadata: $(ESP_AT_PARTITIONS_OTADATA_IMAGE)
	$(if $(ESP_AT_PARTITIONS_OTADATA_IMAGE),,$(error nothing to flash: set ESP_AT_PARTITIONS_OTADATA_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0xd000=$(ESP_AT_PARTITIONS_OTADATA_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 $(call esp_at_word,write-flash) -fs 4MB 0xd000 $(ESP_AT_PARTITIONS_OTADATA_IMAGE)
.PHONY: erase-partitions_otadata esp_at-erase-partitions_otadata
erase-partitions_otadata: esp_at-erase-partitions_otadata
esp_at-erase-partitions_otadata:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 $(call esp_at_word,erase-region) 0xd000 0x2000

.PHONY: flash-more esp_at-flash-more
flash-more: esp_at-flash-more
esp_at-flash-more: out/customize.bin
	$(SCHEMAC) check --quiet input.pschema --add 0xf000=out/customize.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 $(call esp_at_word,write-flash) -fs 4MB 0xf000 out/customize.bin
.PHONY: erase-more esp_at-erase-more
erase-more: esp_at-erase-more
esp_at-erase-more:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 $(call esp_at_word,erase-region) 0xf000 0x10000

.PHONY: flash-ota_0 esp_at-flash-ota_0
flash-ota_0: esp_at-flash-ota_0
esp_at-flash-ota_0: $(ESP_AT_OTA_0_IMAGE)
	$(if $(ESP_AT_OTA_0_IMAGE),,$(error nothing to flash: set ESP_AT_OTA_0_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x20000=$(ESP_AT_OTA_0_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 $(call esp_at_word,write-flash) -fs 4MB 0x20000 $(ESP_AT_OTA_0_IMAGE)
.PHONY: erase-ota_0 esp_at-erase-ota_0
erase-ota_0: esp_at-erase-ota_0
esp_at-erase-ota_0:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 $(call esp_at_word,erase-region) 0x20000 0x3e0000

.PHONY: flash-customize_otadata esp_at-flash-customize_otadata
flash-customize_otadata: esp_at-flash-customize_otadata
esp_at-flash-customize_otadata: out/images/customize_otadata.bin
	$(SCHEMAC) check --quiet input.pschema --add 0x10000=out/images/customize_otadata.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 $(call esp_at_word,write-flash) -fs 4MB 0x10000 out/images/customize_otadata.bin
.PHONY: erase-customize_otadata esp_at-erase-customize_otadata
erase-customize_otadata: esp_at-erase-customize_otadata
esp_at-erase-customize_otadata:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 $(call esp_at_word,erase-region) 0x10000 0x4000

.PHONY: flash-rest esp_at-flash-rest
flash-rest: esp_at-flash-rest
esp_at-flash-rest: $(ESP_AT_REST_IMAGE)
	$(if $(ESP_AT_REST_IMAGE),,$(error nothing to flash: set ESP_AT_REST_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x14000=$(ESP_AT_REST_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 $(call esp_at_word,write-flash) -fs 4MB 0x14000 $(ESP_AT_REST_IMAGE)
.PHONY: erase-rest esp_at-erase-rest
erase-rest: esp_at-erase-rest
esp_at-erase-rest:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32c3 $(call esp_at_word,erase-region) 0x14000 0xb000

.PHONY: ota-flash esp_at-ota-flash
ota-flash: esp_at-ota-flash
esp_at-ota-flash: esp_at-flash-ota_0

.DEFAULT_GOAL := $(esp_at_default_goal)
