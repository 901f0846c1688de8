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

out/example.stamp: input.pschema out/example.d
	$(SCHEMAC) compile --quiet --kconfig=Kconfig --sdkconfig=./-sdkconfig --sdkconfig-rename=sdkconfig.rename --emit=bin,depfile,make,cmake -o out input.pschema
	@touch out/example.stamp
out/example.d: ;
-include out/example.d

example_artifacts := out/example.mk
$(example_artifacts): out/example.stamp
	@test -f '$(subst ','\'',$@)' || $(SCHEMAC) compile --quiet --kconfig=Kconfig --sdkconfig=./-sdkconfig --sdkconfig-rename=sdkconfig.rename --emit=bin,depfile,make,cmake -o out input.pschema

example_images :=
# nvs: 24K, content 03735c5b
out/images/nvs.bin: out/example.mk
	$(SCHEMAC) generate --quiet --kconfig=Kconfig --sdkconfig=./-sdkconfig --sdkconfig-rename=sdkconfig.rename input.pschema nvs -o out/images/nvs.bin
	@touch out/images/nvs.bin
example_images += out/images/nvs.bin

.PHONY: example-all
example-all: $(example_artifacts) $(example_images)

example_flash_files := out/main.bin out/images/nvs.bin \
  $(EXAMPLE_BLE_IMAGE) \
  $(EXAMPLE_FACTORY_IMAGE)
example_flash_words := 0x8000 out/main.bin 0x9000 out/images/nvs.bin \
  $(if $(EXAMPLE_BLE_IMAGE),0xf000 $(EXAMPLE_BLE_IMAGE)) \
  $(if $(EXAMPLE_FACTORY_IMAGE),0x20000 $(EXAMPLE_FACTORY_IMAGE))
example_flash_added := --add 0x8000=out/main.bin --add 0x9000=out/images/nvs.bin \
  $(if $(EXAMPLE_BLE_IMAGE),--add 0xf000=$(EXAMPLE_BLE_IMAGE)) \
  $(if $(EXAMPLE_FACTORY_IMAGE),--add 0x20000=$(EXAMPLE_FACTORY_IMAGE))

.PHONY: flash example-flash example-merged
flash: example-flash
example-flash: $(example_flash_files)
	@echo 'flashing overwrites what the device keeps in: nvs'
	$(SCHEMAC) check --quiet --kconfig=Kconfig --sdkconfig=./-sdkconfig --sdkconfig-rename=sdkconfig.rename input.pschema $(example_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,write-flash) -fs 4MB $(example_flash_words)

example-merged: out/example-merged.bin
out/example-merged.bin: $(example_flash_files)
	$(SCHEMAC) check --quiet --kconfig=Kconfig --sdkconfig=./-sdkconfig --sdkconfig-rename=sdkconfig.rename input.pschema $(example_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,merge-bin) -fs 4MB -o out/example-merged.bin $(example_flash_words)

.PHONY: flash-nvs example-flash-nvs
flash-nvs: example-flash-nvs
example-flash-nvs: out/images/nvs.bin
	$(SCHEMAC) check --quiet --kconfig=Kconfig --sdkconfig=./-sdkconfig --sdkconfig-rename=sdkconfig.rename input.pschema --add 0x9000=out/images/nvs.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,write-flash) -fs 4MB 0x9000 out/images/nvs.bin
.PHONY: erase-nvs example-erase-nvs
erase-nvs: example-erase-nvs
example-erase-nvs:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,erase-region) 0x9000 0x6000

.PHONY: flash-ble example-flash-ble
flash-ble: example-flash-ble
example-flash-ble: $(EXAMPLE_BLE_IMAGE)
	$(if $(EXAMPLE_BLE_IMAGE),,$(error nothing to flash: set EXAMPLE_BLE_IMAGE))
	$(SCHEMAC) check --quiet --kconfig=Kconfig --sdkconfig=./-sdkconfig --sdkconfig-rename=sdkconfig.rename input.pschema --add 0xf000=$(EXAMPLE_BLE_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,write-flash) -fs 4MB 0xf000 $(EXAMPLE_BLE_IMAGE)
.PHONY: erase-ble example-erase-ble
erase-ble: example-erase-ble
example-erase-ble:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,erase-region) 0xf000 0x4000

.PHONY: flash-factory example-flash-factory
flash-factory: example-flash-factory
example-flash-factory: $(EXAMPLE_FACTORY_IMAGE)
	$(if $(EXAMPLE_FACTORY_IMAGE),,$(error nothing to flash: set EXAMPLE_FACTORY_IMAGE))
	$(SCHEMAC) check --quiet --kconfig=Kconfig --sdkconfig=./-sdkconfig --sdkconfig-rename=sdkconfig.rename input.pschema --add 0x20000=$(EXAMPLE_FACTORY_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,write-flash) -fs 4MB 0x20000 $(EXAMPLE_FACTORY_IMAGE)
.PHONY: erase-factory example-erase-factory
erase-factory: example-erase-factory
example-erase-factory:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,erase-region) 0x20000 0x100000

.DEFAULT_GOAL := $(example_default_goal)
