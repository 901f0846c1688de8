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
	$(SCHEMAC) compile --quiet --emit=csv,bin,depfile,make -o out input.pschema
	@touch out/example.stamp
out/example.d: ;
-include out/example.d

example_artifacts := out/example.mk \
  out/main.csv
$(example_artifacts): out/example.stamp
	@test -f '$(subst ','\'',$@)' || $(SCHEMAC) compile --quiet --emit=csv,bin,depfile,make -o out input.pschema

example_images :=
.PHONY: example-all
example-all: $(example_artifacts) $(example_images)

example_flash_files := out/main.bin \
  $(EXAMPLE_FACTORY_IMAGE) \
  $(EXAMPLE_AT_IMAGE)
example_flash_words := 0x8000 out/main.bin \
  $(if $(EXAMPLE_FACTORY_IMAGE),0x10000 $(EXAMPLE_FACTORY_IMAGE)) \
  $(if $(EXAMPLE_AT_IMAGE),0x110000 $(EXAMPLE_AT_IMAGE))
example_flash_added := --add 0x8000=out/main.bin \
  $(if $(EXAMPLE_FACTORY_IMAGE),--add 0x10000=$(EXAMPLE_FACTORY_IMAGE)) \
  $(if $(EXAMPLE_AT_IMAGE),--add 0x110000=$(EXAMPLE_AT_IMAGE))

.PHONY: flash example-flash example-merged
flash: example-flash
example-flash: $(example_flash_files)
	$(SCHEMAC) check --quiet input.pschema $(example_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,write-flash) -fs 4MB $(example_flash_words)

example-merged: out/example-merged.bin
out/example-merged.bin: $(example_flash_files)
	$(SCHEMAC) check --quiet input.pschema $(example_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,merge-bin) -fs 4MB -o out/example-merged.bin $(example_flash_words)

.PHONY: flash-factory example-flash-factory
flash-factory: example-flash-factory
example-flash-factory: $(EXAMPLE_FACTORY_IMAGE)
	$(if $(EXAMPLE_FACTORY_IMAGE),,$(error nothing to flash: set EXAMPLE_FACTORY_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x10000=$(EXAMPLE_FACTORY_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,write-flash) -fs 4MB 0x10000 $(EXAMPLE_FACTORY_IMAGE)
.PHONY: erase-factory example-erase-factory
erase-factory: example-erase-factory
example-erase-factory:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,erase-region) 0x10000 0x100000

.PHONY: flash-at example-flash-at
flash-at: example-flash-at
example-flash-at: $(EXAMPLE_AT_IMAGE)
	$(if $(EXAMPLE_AT_IMAGE),,$(error nothing to flash: set EXAMPLE_AT_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x110000=$(EXAMPLE_AT_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,write-flash) -fs 4MB 0x110000 $(EXAMPLE_AT_IMAGE)
.PHONY: erase-at example-erase-at
erase-at: example-erase-at
example-erase-at:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call example_word,erase-region) 0x110000 0x1000

.DEFAULT_GOAL := $(example_default_goal)
