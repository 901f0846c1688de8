# boards, variant lite, revision 1. Made by schemac: include it in a Makefile, and run make in the
# directory where schemac ran. Targets:
#   boards-all      tables, header and images
#   boards-merged   one image of everything that is flashed
#   boards-flash, boards-flash-PARTITION, boards-erase-PARTITION, boards-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from BOARDS_PARTITION_IMAGE,
# if that is set before this file is included: BOARDS_OTA_0_IMAGE := app.bin
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.

# What the header returns, once for a program in C:
BOARDS_SOURCES := out/boards.c
BOARDS_CPPFLAGS := -DBOARDS_SOURCE -Iout

SCHEMAC ?= schemac
ESPTOOL ?= $(firstword $(foreach name,esptool esptool.py,\
  $(if $(shell command -v $(name) 2>/dev/null),$(name))) esptool)
ESPTOOL_FLAGS ?=
boards_is_esptool_4 = $(filter v1.% v2.% v3.% v4.%,$(shell $(ESPTOOL) version 2>/dev/null))
boards_word = $(if $(boards_is_esptool_4),$(subst -,_,$(1)),$(1))
boards_default_goal := $(.DEFAULT_GOAL)

out/boards.stamp: input.pschema out/boards.d
	$(SCHEMAC) compile --quiet --variant=lite -o out input.pschema
	@touch out/boards.stamp
out/boards.d: ;
-include out/boards.d

boards_artifacts := out/boards.mk \
  out/main.csv \
  out/main.bin \
  out/boards.h \
  out/boards.c \
  out/flash_args \
  out/flasher_args.json \
  out/sdkconfig.defaults
$(boards_artifacts): out/boards.stamp
	@test -f '$(subst ','\'',$@)' || $(SCHEMAC) compile --quiet --variant=lite -o out input.pschema

boards_images :=
# nvs: 24K, content 028abe1d
out/images/nvs.bin: out/boards.mk
	$(SCHEMAC) generate --quiet --variant=lite input.pschema nvs -o out/images/nvs.bin
	@touch out/images/nvs.bin
boards_images += out/images/nvs.bin

# calib: 4K, content 91c1e072
out/images/calib.bin: out/boards.mk input.pschema
	$(SCHEMAC) generate --quiet --variant=lite input.pschema calib -o out/images/calib.bin
	@touch out/images/calib.bin
boards_images += out/images/calib.bin

.PHONY: boards-all
boards-all: $(boards_artifacts) $(boards_images)

boards_flash_files := out/main.bin out/images/nvs.bin out/images/calib.bin \
  $(BOARDS_FACTORY_IMAGE)
boards_flash_words := 0x8000 out/main.bin 0x9000 out/images/nvs.bin 0xf000 out/images/calib.bin \
  $(if $(BOARDS_FACTORY_IMAGE),0x10000 $(BOARDS_FACTORY_IMAGE))
boards_flash_added := --add 0x8000=out/main.bin --add 0x9000=out/images/nvs.bin --add 0xf000=out/images/calib.bin \
  $(if $(BOARDS_FACTORY_IMAGE),--add 0x10000=$(BOARDS_FACTORY_IMAGE))

.PHONY: flash boards-flash boards-merged
flash: boards-flash
boards-flash: $(boards_flash_files)
	@echo 'flashing overwrites what the device keeps in: nvs'
	$(SCHEMAC) check --quiet --variant=lite input.pschema $(boards_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call boards_word,write-flash) -fs 8MB $(boards_flash_words)

boards-merged: out/boards-merged.bin
out/boards-merged.bin: $(boards_flash_files)
	$(SCHEMAC) check --quiet --variant=lite input.pschema $(boards_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call boards_word,merge-bin) -fs 8MB -o out/boards-merged.bin $(boards_flash_words)

.PHONY: flash-nvs boards-flash-nvs
flash-nvs: boards-flash-nvs
boards-flash-nvs: out/images/nvs.bin
	$(SCHEMAC) check --quiet --variant=lite input.pschema --add 0x9000=out/images/nvs.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call boards_word,write-flash) -fs 8MB 0x9000 out/images/nvs.bin
.PHONY: erase-nvs boards-erase-nvs
erase-nvs: boards-erase-nvs
boards-erase-nvs:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call boards_word,erase-region) 0x9000 0x6000

.PHONY: flash-calib boards-flash-calib
flash-calib: boards-flash-calib
boards-flash-calib: out/images/calib.bin
	$(SCHEMAC) check --quiet --variant=lite input.pschema --add 0xf000=out/images/calib.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call boards_word,write-flash) -fs 8MB 0xf000 out/images/calib.bin
.PHONY: erase-calib boards-erase-calib
erase-calib: boards-erase-calib
boards-erase-calib:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call boards_word,erase-region) 0xf000 0x1000

.PHONY: flash-factory boards-flash-factory
flash-factory: boards-flash-factory
boards-flash-factory: $(BOARDS_FACTORY_IMAGE)
	$(if $(BOARDS_FACTORY_IMAGE),,$(error nothing to flash: set BOARDS_FACTORY_IMAGE))
	$(SCHEMAC) check --quiet --variant=lite input.pschema --add 0x10000=$(BOARDS_FACTORY_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call boards_word,write-flash) -fs 8MB 0x10000 $(BOARDS_FACTORY_IMAGE)
.PHONY: erase-factory boards-erase-factory
erase-factory: boards-erase-factory
boards-erase-factory:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call boards_word,erase-region) 0x10000 0x100000

.DEFAULT_GOAL := $(boards_default_goal)
