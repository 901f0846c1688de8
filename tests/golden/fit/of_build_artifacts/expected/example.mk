# example, revision 1. Made by schemac: include it in a Makefile, and run make in the
# directory where schemac ran. Targets:
#   example-all      tables, header and images
#   example-merged   one image of everything that is flashed
#   example-flash, example-flash-PARTITION, example-erase-PARTITION, example-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from EXAMPLE_PARTITION_IMAGE,
# if that is set before this file is included: EXAMPLE_OTA_0_IMAGE := app.bin
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.

SCHEMAC ?= schemac
ESPTOOL ?= $(firstword $(foreach name,esptool esptool.py,\
  $(if $(shell command -v $(name) 2>/dev/null),$(name))) esptool)
ESPTOOL_FLAGS ?=
example_is_esptool_4 = $(filter v1.% v2.% v3.% v4.%,$(shell $(ESPTOOL) version 2>/dev/null))
example_word = $(if $(example_is_esptool_4),$(subst -,_,$(1)),$(1))
example_default_goal := $(.DEFAULT_GOAL)

out/example.stamp: input.pschema
	$(SCHEMAC) compile --quiet --emit=bin,flash-args,flasher-args,make,cmake -o out input.pschema
	@touch out/example.stamp

example_artifacts := out/example.mk \
  out/flash_args \
  out/flasher_args.json
$(example_artifacts): out/example.stamp
	@test -f '$(subst ','\'',$@)' || $(SCHEMAC) compile --quiet --emit=bin,flash-args,flasher-args,make,cmake -o out input.pschema

example_images :=
# media: 8K, content 402c9e2f
out/images/media.bin: out/example.mk
	$(SCHEMAC) generate --quiet input.pschema media -o out/images/media.bin
	@touch out/images/media.bin
example_images += out/images/media.bin

.PHONY: example-all
example-all: $(example_artifacts) $(example_images)

example_flash_files := out/main.bin out/images/media.bin \
  $(EXAMPLE_NVS_IMAGE) \
  $(EXAMPLE_OTADATA_IMAGE)
example_flash_words := 0x8000 out/main.bin 0x22000 out/images/media.bin \
  $(if $(EXAMPLE_NVS_IMAGE),0x9000 $(EXAMPLE_NVS_IMAGE)) \
  $(if $(EXAMPLE_OTADATA_IMAGE),0xc000 $(EXAMPLE_OTADATA_IMAGE))
example_flash_added := --add 0x8000=out/main.bin --add 0x22000=out/images/media.bin \
  $(if $(EXAMPLE_NVS_IMAGE),--add 0x9000=$(EXAMPLE_NVS_IMAGE)) \
  $(if $(EXAMPLE_OTADATA_IMAGE),--add 0xc000=$(EXAMPLE_OTADATA_IMAGE))
example_merged_files := out/main.bin out/images/media.bin \
  $(EXAMPLE_NVS_IMAGE) \
  $(EXAMPLE_OTADATA_IMAGE) build/app.bin
example_merged_words := 0x8000 out/main.bin 0x22000 out/images/media.bin \
  $(if $(EXAMPLE_NVS_IMAGE),0x9000 $(EXAMPLE_NVS_IMAGE)) \
  $(if $(EXAMPLE_OTADATA_IMAGE),0xc000 $(EXAMPLE_OTADATA_IMAGE)) 0x10000 build/app.bin
example_merged_added := --add 0x8000=out/main.bin --add 0x22000=out/images/media.bin \
  $(if $(EXAMPLE_NVS_IMAGE),--add 0x9000=$(EXAMPLE_NVS_IMAGE)) \
  $(if $(EXAMPLE_OTADATA_IMAGE),--add 0xc000=$(EXAMPLE_OTADATA_IMAGE)) --add 0x10000=build/app.bin

.PHONY: flash example-flash example-merged
flash: example-flash
example-flash: $(example_flash_files)
	$(SCHEMAC) check --quiet input.pschema $(example_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,write-flash) -fs 1MB $(example_flash_words)

example-merged: out/example-merged.bin
out/example-merged.bin: $(example_merged_files)
	$(SCHEMAC) check --quiet input.pschema $(example_merged_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,merge-bin) -fs 1MB -o out/example-merged.bin $(example_merged_words)

.PHONY: flash-nvs example-flash-nvs
flash-nvs: example-flash-nvs
example-flash-nvs: $(EXAMPLE_NVS_IMAGE)
	$(if $(EXAMPLE_NVS_IMAGE),,$(error nothing to flash: set EXAMPLE_NVS_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x9000=$(EXAMPLE_NVS_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,write-flash) -fs 1MB 0x9000 $(EXAMPLE_NVS_IMAGE)
.PHONY: erase-nvs example-erase-nvs
erase-nvs: example-erase-nvs
example-erase-nvs:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,erase-region) 0x9000 0x3000

.PHONY: flash-otadata example-flash-otadata
flash-otadata: example-flash-otadata
example-flash-otadata: $(EXAMPLE_OTADATA_IMAGE)
	$(if $(EXAMPLE_OTADATA_IMAGE),,$(error nothing to flash: set EXAMPLE_OTADATA_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0xc000=$(EXAMPLE_OTADATA_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,write-flash) -fs 1MB 0xc000 $(EXAMPLE_OTADATA_IMAGE)
.PHONY: erase-otadata example-erase-otadata
erase-otadata: example-erase-otadata
example-erase-otadata:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,erase-region) 0xc000 0x2000

.PHONY: erase-ota_0 example-erase-ota_0
erase-ota_0: example-erase-ota_0
example-erase-ota_0:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,erase-region) 0x10000 0x2000

.PHONY: erase-ota_1 example-erase-ota_1
erase-ota_1: example-erase-ota_1
example-erase-ota_1:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,erase-region) 0x20000 0x2000

.PHONY: flash-media example-flash-media
flash-media: example-flash-media
example-flash-media: out/images/media.bin
	$(SCHEMAC) check --quiet input.pschema --add 0x22000=out/images/media.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,write-flash) -fs 1MB 0x22000 out/images/media.bin
.PHONY: erase-media example-erase-media
erase-media: example-erase-media
example-erase-media:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,erase-region) 0x22000 0x2000

.DEFAULT_GOAL := $(example_default_goal)
