# thermo-stat, revision 7. Made by schemac: include it in a Makefile, and run make in the
# directory where schemac ran. Targets:
#   thermo_stat-all      tables, header and images
#   thermo_stat-merged   one image of everything that is flashed
#   thermo_stat-flash, thermo_stat-flash-PARTITION, thermo_stat-erase-PARTITION, thermo_stat-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from THERMO_STAT_PARTITION_IMAGE,
# if that is set before this file is included: THERMO_STAT_OTA_0_IMAGE := app.bin
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.

SCHEMAC ?= schemac
ESPTOOL ?= $(firstword $(foreach name,esptool esptool.py,\
  $(if $(shell command -v $(name) 2>/dev/null),$(name))) esptool)
ESPTOOL_FLAGS ?=
thermo_stat_is_esptool_4 = $(filter v1.% v2.% v3.% v4.%,$(shell $(ESPTOOL) version 2>/dev/null))
thermo_stat_word = $(if $(thermo_stat_is_esptool_4),$(subst -,_,$(1)),$(1))
thermo_stat_default_goal := $(.DEFAULT_GOAL)

out/thermo_stat.stamp: input.pschema out/thermo_stat.d
	$(SCHEMAC) compile --quiet --emit=csv,bin,header,flash-args,flasher-args,sdkconfig,depfile,make,cmake -o out input.pschema
	@touch out/thermo_stat.stamp
out/thermo_stat.d: ;
-include out/thermo_stat.d

thermo_stat_artifacts := out/thermo_stat.mk \
  out/main.csv \
  out/main.bin \
  out/thermo_stat.h \
  out/flash_args \
  out/flasher_args.json \
  out/sdkconfig.defaults
$(thermo_stat_artifacts): out/thermo_stat.stamp
	@test -f '$(subst ','\'',$@)' || $(SCHEMAC) compile --quiet --emit=csv,bin,header,flash-args,flasher-args,sdkconfig,depfile,make,cmake -o out input.pschema

thermo_stat_images :=
# otadata: 8K, content 2c6a7b5b
out/images/otadata.bin: out/thermo_stat.mk
	$(SCHEMAC) generate --quiet input.pschema otadata -o out/images/otadata.bin
	@touch out/images/otadata.bin
thermo_stat_images += out/images/otadata.bin

# cal: 4K, content d62b9811
out/images/cal.bin: out/thermo_stat.mk cal.bin
	$(SCHEMAC) generate --quiet input.pschema cal -o out/images/cal.bin
	@touch out/images/cal.bin
thermo_stat_images += out/images/cal.bin

# gr__e__1__2: 64K, content c9d44797
out/images/gr__e__1__2.bin: out/thermo_stat.mk
	$(SCHEMAC) generate --quiet input.pschema gr__e__1__2 -o out/images/gr__e__1__2.bin
	@touch out/images/gr__e__1__2.bin
thermo_stat_images += out/images/gr__e__1__2.bin

.PHONY: thermo_stat-all
thermo_stat-all: $(thermo_stat_artifacts) $(thermo_stat_images)

thermo_stat_flash_files := out/main.bin out/images/otadata.bin out/images/cal.bin out/images/gr__e__1__2.bin \
  $(THERMO_STAT_NVS_IMAGE) \
  $(THERMO_STAT_PHY_INIT_IMAGE) \
  $(THERMO_STAT_OTA_0_IMAGE) \
  $(THERMO_STAT_OTA_1_IMAGE)
thermo_stat_flash_words := 0x8000 out/main.bin 0xf000 out/images/otadata.bin 0x12000 out/images/cal.bin 0x7f0000 out/images/gr__e__1__2.bin \
  $(if $(THERMO_STAT_NVS_IMAGE),0x9000 $(THERMO_STAT_NVS_IMAGE)) \
  $(if $(THERMO_STAT_PHY_INIT_IMAGE),0x11000 $(THERMO_STAT_PHY_INIT_IMAGE)) \
  $(if $(THERMO_STAT_OTA_0_IMAGE),0x20000 $(THERMO_STAT_OTA_0_IMAGE)) \
  $(if $(THERMO_STAT_OTA_1_IMAGE),0x380000 $(THERMO_STAT_OTA_1_IMAGE))
thermo_stat_flash_added := --add 0x8000=out/main.bin --add 0xf000=out/images/otadata.bin --add 0x12000=out/images/cal.bin --add 0x7f0000=out/images/gr__e__1__2.bin \
  $(if $(THERMO_STAT_NVS_IMAGE),--add 0x9000=$(THERMO_STAT_NVS_IMAGE)) \
  $(if $(THERMO_STAT_PHY_INIT_IMAGE),--add 0x11000=$(THERMO_STAT_PHY_INIT_IMAGE)) \
  $(if $(THERMO_STAT_OTA_0_IMAGE),--add 0x20000=$(THERMO_STAT_OTA_0_IMAGE)) \
  $(if $(THERMO_STAT_OTA_1_IMAGE),--add 0x380000=$(THERMO_STAT_OTA_1_IMAGE))

.PHONY: flash thermo_stat-flash thermo_stat-merged
flash: thermo_stat-flash
thermo_stat-flash: $(thermo_stat_flash_files)
	@echo 'flashing overwrites what the device keeps in: otadata'
	$(SCHEMAC) check --quiet input.pschema $(thermo_stat_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,write-flash) -fs 8MB $(thermo_stat_flash_words)

thermo_stat-merged: out/thermo_stat-merged.bin
out/thermo_stat-merged.bin: $(thermo_stat_flash_files)
	$(SCHEMAC) check --quiet input.pschema $(thermo_stat_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,merge-bin) -fs 8MB -o out/thermo_stat-merged.bin $(thermo_stat_flash_words)

.PHONY: flash-nvs thermo_stat-flash-nvs
flash-nvs: thermo_stat-flash-nvs
thermo_stat-flash-nvs: $(THERMO_STAT_NVS_IMAGE)
	$(if $(THERMO_STAT_NVS_IMAGE),,$(error nothing to flash: set THERMO_STAT_NVS_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x9000=$(THERMO_STAT_NVS_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,write-flash) -fs 8MB 0x9000 $(THERMO_STAT_NVS_IMAGE)
.PHONY: erase-nvs thermo_stat-erase-nvs
erase-nvs: thermo_stat-erase-nvs
thermo_stat-erase-nvs:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,erase-region) 0x9000 0x6000

.PHONY: flash-otadata thermo_stat-flash-otadata
flash-otadata: thermo_stat-flash-otadata
thermo_stat-flash-otadata: out/images/otadata.bin
	$(SCHEMAC) check --quiet input.pschema --add 0xf000=out/images/otadata.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,write-flash) -fs 8MB 0xf000 out/images/otadata.bin
.PHONY: erase-otadata thermo_stat-erase-otadata
erase-otadata: thermo_stat-erase-otadata
thermo_stat-erase-otadata:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,erase-region) 0xf000 0x2000

.PHONY: flash-phy_init thermo_stat-flash-phy_init
flash-phy_init: thermo_stat-flash-phy_init
thermo_stat-flash-phy_init: $(THERMO_STAT_PHY_INIT_IMAGE)
	$(if $(THERMO_STAT_PHY_INIT_IMAGE),,$(error nothing to flash: set THERMO_STAT_PHY_INIT_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x11000=$(THERMO_STAT_PHY_INIT_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,write-flash) -fs 8MB 0x11000 $(THERMO_STAT_PHY_INIT_IMAGE)
.PHONY: erase-phy_init thermo_stat-erase-phy_init
erase-phy_init: thermo_stat-erase-phy_init
thermo_stat-erase-phy_init:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,erase-region) 0x11000 0x1000

.PHONY: flash-cal thermo_stat-flash-cal
flash-cal: thermo_stat-flash-cal
thermo_stat-flash-cal: out/images/cal.bin
	$(SCHEMAC) check --quiet input.pschema --add 0x12000=out/images/cal.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,write-flash) -fs 8MB 0x12000 out/images/cal.bin
.PHONY: erase-cal thermo_stat-erase-cal
erase-cal: thermo_stat-erase-cal
thermo_stat-erase-cal:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,erase-region) 0x12000 0x1000

.PHONY: flash-ota_0 thermo_stat-flash-ota_0
flash-ota_0: thermo_stat-flash-ota_0
thermo_stat-flash-ota_0: $(THERMO_STAT_OTA_0_IMAGE)
	$(if $(THERMO_STAT_OTA_0_IMAGE),,$(error nothing to flash: set THERMO_STAT_OTA_0_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x20000=$(THERMO_STAT_OTA_0_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,write-flash) -fs 8MB 0x20000 $(THERMO_STAT_OTA_0_IMAGE)
.PHONY: erase-ota_0 thermo_stat-erase-ota_0
erase-ota_0: thermo_stat-erase-ota_0
thermo_stat-erase-ota_0:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,erase-region) 0x20000 0x360000

.PHONY: flash-ota_1 thermo_stat-flash-ota_1
flash-ota_1: thermo_stat-flash-ota_1
thermo_stat-flash-ota_1: $(THERMO_STAT_OTA_1_IMAGE)
	$(if $(THERMO_STAT_OTA_1_IMAGE),,$(error nothing to flash: set THERMO_STAT_OTA_1_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x380000=$(THERMO_STAT_OTA_1_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,write-flash) -fs 8MB 0x380000 $(THERMO_STAT_OTA_1_IMAGE)
.PHONY: erase-ota_1 thermo_stat-erase-ota_1
erase-ota_1: thermo_stat-erase-ota_1
thermo_stat-erase-ota_1:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,erase-region) 0x380000 0x360000

.PHONY: flash-gr__e__1__2 thermo_stat-flash-gr__e__1__2
flash-gr__e__1__2: thermo_stat-flash-gr__e__1__2
thermo_stat-flash-gr__e__1__2: out/images/gr__e__1__2.bin
	$(SCHEMAC) check --quiet input.pschema --add 0x7f0000=out/images/gr__e__1__2.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,write-flash) -fs 8MB 0x7f0000 out/images/gr__e__1__2.bin
.PHONY: erase-gr__e__1__2 thermo_stat-erase-gr__e__1__2
erase-gr__e__1__2: thermo_stat-erase-gr__e__1__2
thermo_stat-erase-gr__e__1__2:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call thermo_stat_word,erase-region) 0x7f0000 0x10000

.PHONY: ota-flash thermo_stat-ota-flash
ota-flash: thermo_stat-ota-flash
thermo_stat-ota-flash: thermo_stat-flash-ota_0

.DEFAULT_GOAL := $(thermo_stat_default_goal)
