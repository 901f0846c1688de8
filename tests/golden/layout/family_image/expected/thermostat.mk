# thermostat, revision 3. Made by schemac: include it in a Makefile, and run make in the
# directory where schemac ran. Targets:
#   thermostat-all      tables, header and images
#   thermostat-merged   one image of everything that is flashed
#   thermostat-flash, thermostat-flash-PARTITION, thermostat-erase-PARTITION, thermostat-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from THERMOSTAT_PARTITION_IMAGE,
# if that is set before this file is included: THERMOSTAT_OTA_0_IMAGE := app.bin
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.

SCHEMAC ?= schemac
ESPTOOL ?= $(firstword $(foreach name,esptool esptool.py,\
  $(if $(shell command -v $(name) 2>/dev/null),$(name))) esptool)
ESPTOOL_FLAGS ?=
thermostat_is_esptool_4 = $(filter v1.% v2.% v3.% v4.%,$(shell $(ESPTOOL) version 2>/dev/null))
thermostat_word = $(if $(thermostat_is_esptool_4),$(subst -,_,$(1)),$(1))
thermostat_default_goal := $(.DEFAULT_GOAL)

out/thermostat.stamp: input.pschema
	$(SCHEMAC) compile --quiet --emit=bin,flash-args,make -o out input.pschema
	@touch out/thermostat.stamp

thermostat_artifacts := out/thermostat.mk \
  out/flash_args
$(thermostat_artifacts): out/thermostat.stamp
	@test -f '$(subst ','\'',$@)' || $(SCHEMAC) compile --quiet --emit=bin,flash-args,make -o out input.pschema

thermostat_images :=
# ota_0: 1M, content 7156aa14
out/images/ota_0.bin: out/thermostat.mk app.bin
	$(SCHEMAC) generate --quiet input.pschema ota_0 -o out/images/ota_0.bin
	@touch out/images/ota_0.bin
thermostat_images += out/images/ota_0.bin

# ota_1: 1M, content 70e35709
out/images/ota_1.bin: out/thermostat.mk app.bin
	$(SCHEMAC) generate --quiet input.pschema ota_1 -o out/images/ota_1.bin
	@touch out/images/ota_1.bin
thermostat_images += out/images/ota_1.bin

# ota_2: 1M, content 723d502e
out/images/ota_2.bin: out/thermostat.mk app.bin
	$(SCHEMAC) generate --quiet input.pschema ota_2 -o out/images/ota_2.bin
	@touch out/images/ota_2.bin
thermostat_images += out/images/ota_2.bin

# keys_0: 12K, content 3e8ed9d9
out/images/keys_0.bin: out/thermostat.mk
	$(SCHEMAC) generate --quiet input.pschema keys_0 -o out/images/keys_0.bin
	@touch out/images/keys_0.bin
thermostat_images += out/images/keys_0.bin

# keys_1: 12K, content 26240bbd
out/images/keys_1.bin: out/thermostat.mk
	$(SCHEMAC) generate --quiet input.pschema keys_1 -o out/images/keys_1.bin
	@touch out/images/keys_1.bin
thermostat_images += out/images/keys_1.bin

.PHONY: thermostat-all
thermostat-all: $(thermostat_artifacts) $(thermostat_images)

thermostat_flash_files := out/main.bin out/images/ota_0.bin out/images/keys_0.bin out/images/keys_1.bin \
  $(THERMOSTAT_OTADATA_IMAGE)
thermostat_flash_words := 0x8000 out/main.bin 0x10000 out/images/ota_0.bin 0x310000 out/images/keys_0.bin 0x313000 out/images/keys_1.bin \
  $(if $(THERMOSTAT_OTADATA_IMAGE),0x9000 $(THERMOSTAT_OTADATA_IMAGE))
thermostat_flash_added := --add 0x8000=out/main.bin --add 0x10000=out/images/ota_0.bin --add 0x310000=out/images/keys_0.bin --add 0x313000=out/images/keys_1.bin \
  $(if $(THERMOSTAT_OTADATA_IMAGE),--add 0x9000=$(THERMOSTAT_OTADATA_IMAGE))

.PHONY: flash thermostat-flash thermostat-merged
flash: thermostat-flash
thermostat-flash: $(thermostat_flash_files)
	@echo 'flashing overwrites what the device keeps in: keys_0, keys_1'
	$(SCHEMAC) check --quiet input.pschema $(thermostat_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,write-flash) -fs 4MB $(thermostat_flash_words)

thermostat-merged: out/thermostat-merged.bin
out/thermostat-merged.bin: $(thermostat_flash_files)
	$(SCHEMAC) check --quiet input.pschema $(thermostat_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,merge-bin) -fs 4MB -o out/thermostat-merged.bin $(thermostat_flash_words)

.PHONY: flash-otadata thermostat-flash-otadata
flash-otadata: thermostat-flash-otadata
thermostat-flash-otadata: $(THERMOSTAT_OTADATA_IMAGE)
	$(if $(THERMOSTAT_OTADATA_IMAGE),,$(error nothing to flash: set THERMOSTAT_OTADATA_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x9000=$(THERMOSTAT_OTADATA_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,write-flash) -fs 4MB 0x9000 $(THERMOSTAT_OTADATA_IMAGE)
.PHONY: erase-otadata thermostat-erase-otadata
erase-otadata: thermostat-erase-otadata
thermostat-erase-otadata:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,erase-region) 0x9000 0x2000

.PHONY: flash-ota_0 thermostat-flash-ota_0
flash-ota_0: thermostat-flash-ota_0
thermostat-flash-ota_0: out/images/ota_0.bin
	$(SCHEMAC) check --quiet input.pschema --add 0x10000=out/images/ota_0.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,write-flash) -fs 4MB 0x10000 out/images/ota_0.bin
.PHONY: erase-ota_0 thermostat-erase-ota_0
erase-ota_0: thermostat-erase-ota_0
thermostat-erase-ota_0:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,erase-region) 0x10000 0x100000

.PHONY: flash-ota_1 thermostat-flash-ota_1
flash-ota_1: thermostat-flash-ota_1
thermostat-flash-ota_1: out/images/ota_1.bin
	$(SCHEMAC) check --quiet input.pschema --add 0x110000=out/images/ota_1.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,write-flash) -fs 4MB 0x110000 out/images/ota_1.bin
.PHONY: erase-ota_1 thermostat-erase-ota_1
erase-ota_1: thermostat-erase-ota_1
thermostat-erase-ota_1:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,erase-region) 0x110000 0x100000

.PHONY: flash-ota_2 thermostat-flash-ota_2
flash-ota_2: thermostat-flash-ota_2
thermostat-flash-ota_2: out/images/ota_2.bin
	$(SCHEMAC) check --quiet input.pschema --add 0x210000=out/images/ota_2.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,write-flash) -fs 4MB 0x210000 out/images/ota_2.bin
.PHONY: erase-ota_2 thermostat-erase-ota_2
erase-ota_2: thermostat-erase-ota_2
thermostat-erase-ota_2:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,erase-region) 0x210000 0x100000

.PHONY: flash-keys_0 thermostat-flash-keys_0
flash-keys_0: thermostat-flash-keys_0
thermostat-flash-keys_0: out/images/keys_0.bin
	$(SCHEMAC) check --quiet input.pschema --add 0x310000=out/images/keys_0.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,write-flash) -fs 4MB 0x310000 out/images/keys_0.bin
.PHONY: erase-keys_0 thermostat-erase-keys_0
erase-keys_0: thermostat-erase-keys_0
thermostat-erase-keys_0:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,erase-region) 0x310000 0x3000

.PHONY: flash-keys_1 thermostat-flash-keys_1
flash-keys_1: thermostat-flash-keys_1
thermostat-flash-keys_1: out/images/keys_1.bin
	$(SCHEMAC) check --quiet input.pschema --add 0x313000=out/images/keys_1.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,write-flash) -fs 4MB 0x313000 out/images/keys_1.bin
.PHONY: erase-keys_1 thermostat-erase-keys_1
erase-keys_1: thermostat-erase-keys_1
thermostat-erase-keys_1:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32 $(call thermostat_word,erase-region) 0x313000 0x3000

.PHONY: ota-flash thermostat-ota-flash
ota-flash: thermostat-ota-flash
thermostat-ota-flash: thermostat-flash-ota_0

.DEFAULT_GOAL := $(thermostat_default_goal)
