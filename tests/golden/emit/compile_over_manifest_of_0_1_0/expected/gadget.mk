# gadget, revision 1. Made by schemac: include it in a Makefile, and run make in the
# directory where schemac ran. Targets:
#   gadget-all      tables, header and images
#   gadget-merged   one image of everything that is flashed
#   gadget-flash, gadget-flash-PARTITION, gadget-erase-PARTITION, gadget-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from GADGET_PARTITION_IMAGE,
# if that is set before this file is included: GADGET_OTA_0_IMAGE := app.bin
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.

# What the header returns, once for a program in C:
GADGET_SOURCES := out/gadget.c
GADGET_CPPFLAGS := -DGADGET_SOURCE -Iout

SCHEMAC ?= schemac
ESPTOOL ?= $(firstword $(foreach name,esptool esptool.py,\
  $(if $(shell command -v $(name) 2>/dev/null),$(name))) esptool)
ESPTOOL_FLAGS ?=
gadget_is_esptool_4 = $(filter v1.% v2.% v3.% v4.%,$(shell $(ESPTOOL) version 2>/dev/null))
gadget_word = $(if $(gadget_is_esptool_4),$(subst -,_,$(1)),$(1))
gadget_default_goal := $(.DEFAULT_GOAL)

out/gadget.stamp: input.pschema out/gadget.d
	$(SCHEMAC) compile --quiet -o out input.pschema
	@touch out/gadget.stamp
out/gadget.d: ;
-include out/gadget.d

gadget_artifacts := out/gadget.mk \
  out/partitions.csv \
  out/partitions.bin \
  out/gadget.h \
  out/gadget.c \
  out/flash_args \
  out/flasher_args.json \
  out/sdkconfig.defaults
$(gadget_artifacts): out/gadget.stamp
	@test -f '$(subst ','\'',$@)' || $(SCHEMAC) compile --quiet -o out input.pschema

gadget_images :=
.PHONY: gadget-all
gadget-all: $(gadget_artifacts) $(gadget_images)

gadget_flash_files := out/partitions.bin \
  $(GADGET_NVS_IMAGE) \
  $(GADGET_FACTORY_IMAGE)
gadget_flash_words := 0x8000 out/partitions.bin \
  $(if $(GADGET_NVS_IMAGE),0x9000 $(GADGET_NVS_IMAGE)) \
  $(if $(GADGET_FACTORY_IMAGE),0x10000 $(GADGET_FACTORY_IMAGE))
gadget_flash_added := --add 0x8000=out/partitions.bin \
  $(if $(GADGET_NVS_IMAGE),--add 0x9000=$(GADGET_NVS_IMAGE)) \
  $(if $(GADGET_FACTORY_IMAGE),--add 0x10000=$(GADGET_FACTORY_IMAGE))

.PHONY: flash gadget-flash gadget-merged
flash: gadget-flash
gadget-flash: $(gadget_flash_files)
	$(SCHEMAC) check --quiet input.pschema $(gadget_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call gadget_word,write-flash) -fs 4MB $(gadget_flash_words)

gadget-merged: out/gadget-merged.bin
out/gadget-merged.bin: $(gadget_flash_files)
	$(SCHEMAC) check --quiet input.pschema $(gadget_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call gadget_word,merge-bin) -fs 4MB -o out/gadget-merged.bin $(gadget_flash_words)

.PHONY: flash-nvs gadget-flash-nvs
flash-nvs: gadget-flash-nvs
gadget-flash-nvs: $(GADGET_NVS_IMAGE)
	$(if $(GADGET_NVS_IMAGE),,$(error nothing to flash: set GADGET_NVS_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x9000=$(GADGET_NVS_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call gadget_word,write-flash) -fs 4MB 0x9000 $(GADGET_NVS_IMAGE)
.PHONY: erase-nvs gadget-erase-nvs
erase-nvs: gadget-erase-nvs
gadget-erase-nvs:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call gadget_word,erase-region) 0x9000 0x6000

.PHONY: flash-factory gadget-flash-factory
flash-factory: gadget-flash-factory
gadget-flash-factory: $(GADGET_FACTORY_IMAGE)
	$(if $(GADGET_FACTORY_IMAGE),,$(error nothing to flash: set GADGET_FACTORY_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x10000=$(GADGET_FACTORY_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call gadget_word,write-flash) -fs 4MB 0x10000 $(GADGET_FACTORY_IMAGE)
.PHONY: erase-factory gadget-erase-factory
erase-factory: gadget-erase-factory
gadget-erase-factory:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call gadget_word,erase-region) 0x10000 0x100000

.DEFAULT_GOAL := $(gadget_default_goal)
