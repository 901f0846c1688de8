# gateway, revision 3. Made by schemac: include it in a Makefile, and run make in the
# directory where schemac ran. Targets:
#   gateway-all      tables, header and images
#   gateway-merged   one image of everything that is flashed
#   gateway-flash, gateway-flash-PARTITION, gateway-erase-PARTITION, gateway-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from GATEWAY_PARTITION_IMAGE,
# if that is set before this file is included: GATEWAY_OTA_0_IMAGE := app.bin
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.
# Only the merged image, for blank devices, includes these: fctry, customer, calib, c_nvs.
# To flash one of them to a device in use, run its own target.

# What the header returns, once for a program in C:
GATEWAY_SOURCES := out/gateway.c
GATEWAY_CPPFLAGS := -DGATEWAY_SOURCE -Iout

SCHEMAC ?= schemac
ESPTOOL ?= $(firstword $(foreach name,esptool esptool.py,\
  $(if $(shell command -v $(name) 2>/dev/null),$(name))) esptool)
ESPTOOL_FLAGS ?=
gateway_is_esptool_4 = $(filter v1.% v2.% v3.% v4.%,$(shell $(ESPTOOL) version 2>/dev/null))
gateway_word = $(if $(gateway_is_esptool_4),$(subst -,_,$(1)),$(1))
gateway_default_goal := $(.DEFAULT_GOAL)

out/gateway.stamp: input.pschema out/gateway.d
	$(SCHEMAC) compile --quiet -o out input.pschema
	@touch out/gateway.stamp
out/gateway.d: ;
-include out/gateway.d

gateway_artifacts := out/gateway.mk \
  out/main.csv \
  out/customer_table.csv \
  out/main.bin \
  out/customer_table.bin \
  out/gateway.h \
  out/gateway.c \
  out/flash_args \
  out/flasher_args.json \
  out/sdkconfig.defaults
$(gateway_artifacts): out/gateway.stamp
	@test -f '$(subst ','\'',$@)' || $(SCHEMAC) compile --quiet -o out input.pschema

gateway_images :=
# nvs: 24K, content 01362aaa
out/images/nvs.bin: out/gateway.mk
	$(SCHEMAC) generate --quiet input.pschema nvs -o out/images/nvs.bin
	@touch out/images/nvs.bin
gateway_images += out/images/nvs.bin

# fctry: 24K, content 655bfd5b
out/images/fctry.bin: out/gateway.mk
	$(SCHEMAC) generate --quiet input.pschema fctry -o out/images/fctry.bin
	@touch out/images/fctry.bin
gateway_images += out/images/fctry.bin

.PHONY: gateway-all
gateway-all: $(gateway_artifacts) $(gateway_images)

gateway_flash_files := out/main.bin out/images/nvs.bin \
  $(GATEWAY_OTADATA_IMAGE) \
  $(GATEWAY_OTA_0_IMAGE) \
  $(GATEWAY_OTA_1_IMAGE) \
  $(GATEWAY_COREDUMP_IMAGE) \
  $(GATEWAY_C_CACHE_IMAGE)
gateway_flash_words := 0x8000 out/main.bin 0x9000 out/images/nvs.bin \
  $(if $(GATEWAY_OTADATA_IMAGE),0xf000 $(GATEWAY_OTADATA_IMAGE)) \
  $(if $(GATEWAY_OTA_0_IMAGE),0x30000 $(GATEWAY_OTA_0_IMAGE)) \
  $(if $(GATEWAY_OTA_1_IMAGE),0x130000 $(GATEWAY_OTA_1_IMAGE)) \
  $(if $(GATEWAY_COREDUMP_IMAGE),0x7f0000 $(GATEWAY_COREDUMP_IMAGE)) \
  $(if $(GATEWAY_C_CACHE_IMAGE),0x1e000 $(GATEWAY_C_CACHE_IMAGE))
gateway_flash_added := --add 0x8000=out/main.bin --add 0x9000=out/images/nvs.bin \
  $(if $(GATEWAY_OTADATA_IMAGE),--add 0xf000=$(GATEWAY_OTADATA_IMAGE)) \
  $(if $(GATEWAY_OTA_0_IMAGE),--add 0x30000=$(GATEWAY_OTA_0_IMAGE)) \
  $(if $(GATEWAY_OTA_1_IMAGE),--add 0x130000=$(GATEWAY_OTA_1_IMAGE)) \
  $(if $(GATEWAY_COREDUMP_IMAGE),--add 0x7f0000=$(GATEWAY_COREDUMP_IMAGE)) \
  $(if $(GATEWAY_C_CACHE_IMAGE),--add 0x1e000=$(GATEWAY_C_CACHE_IMAGE))
gateway_merged_files := out/main.bin out/images/nvs.bin out/images/fctry.bin out/customer_table.bin \
  $(GATEWAY_OTADATA_IMAGE) \
  $(GATEWAY_CALIB_IMAGE) \
  $(GATEWAY_OTA_0_IMAGE) \
  $(GATEWAY_OTA_1_IMAGE) \
  $(GATEWAY_COREDUMP_IMAGE) \
  $(GATEWAY_C_NVS_IMAGE) \
  $(GATEWAY_C_CACHE_IMAGE)
gateway_merged_words := 0x8000 out/main.bin 0x9000 out/images/nvs.bin 0x11000 out/images/fctry.bin 0x17000 out/customer_table.bin \
  $(if $(GATEWAY_OTADATA_IMAGE),0xf000 $(GATEWAY_OTADATA_IMAGE)) \
  $(if $(GATEWAY_CALIB_IMAGE),0x27000 $(GATEWAY_CALIB_IMAGE)) \
  $(if $(GATEWAY_OTA_0_IMAGE),0x30000 $(GATEWAY_OTA_0_IMAGE)) \
  $(if $(GATEWAY_OTA_1_IMAGE),0x130000 $(GATEWAY_OTA_1_IMAGE)) \
  $(if $(GATEWAY_COREDUMP_IMAGE),0x7f0000 $(GATEWAY_COREDUMP_IMAGE)) \
  $(if $(GATEWAY_C_NVS_IMAGE),0x18000 $(GATEWAY_C_NVS_IMAGE)) \
  $(if $(GATEWAY_C_CACHE_IMAGE),0x1e000 $(GATEWAY_C_CACHE_IMAGE))
gateway_merged_added := --add 0x8000=out/main.bin --add 0x9000=out/images/nvs.bin --add 0x11000=out/images/fctry.bin --add 0x17000=out/customer_table.bin \
  $(if $(GATEWAY_OTADATA_IMAGE),--add 0xf000=$(GATEWAY_OTADATA_IMAGE)) \
  $(if $(GATEWAY_CALIB_IMAGE),--add 0x27000=$(GATEWAY_CALIB_IMAGE)) \
  $(if $(GATEWAY_OTA_0_IMAGE),--add 0x30000=$(GATEWAY_OTA_0_IMAGE)) \
  $(if $(GATEWAY_OTA_1_IMAGE),--add 0x130000=$(GATEWAY_OTA_1_IMAGE)) \
  $(if $(GATEWAY_COREDUMP_IMAGE),--add 0x7f0000=$(GATEWAY_COREDUMP_IMAGE)) \
  $(if $(GATEWAY_C_NVS_IMAGE),--add 0x18000=$(GATEWAY_C_NVS_IMAGE)) \
  $(if $(GATEWAY_C_CACHE_IMAGE),--add 0x1e000=$(GATEWAY_C_CACHE_IMAGE))

.PHONY: flash gateway-flash gateway-merged
flash: gateway-flash
gateway-flash: $(gateway_flash_files)
	@echo 'flashing overwrites what the device keeps in: nvs'
	$(SCHEMAC) check --quiet input.pschema $(gateway_flash_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,write-flash) -fs 8MB $(gateway_flash_words)

gateway-merged: out/gateway-merged.bin
out/gateway-merged.bin: $(gateway_merged_files)
	$(SCHEMAC) check --quiet input.pschema $(gateway_merged_added)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,merge-bin) -fs 8MB -o out/gateway-merged.bin $(gateway_merged_words)

.PHONY: flash-nvs gateway-flash-nvs
flash-nvs: gateway-flash-nvs
gateway-flash-nvs: out/images/nvs.bin
	$(SCHEMAC) check --quiet input.pschema --add 0x9000=out/images/nvs.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,write-flash) -fs 8MB 0x9000 out/images/nvs.bin
.PHONY: erase-nvs gateway-erase-nvs
erase-nvs: gateway-erase-nvs
gateway-erase-nvs:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,erase-region) 0x9000 0x6000

.PHONY: flash-otadata gateway-flash-otadata
flash-otadata: gateway-flash-otadata
gateway-flash-otadata: $(GATEWAY_OTADATA_IMAGE)
	$(if $(GATEWAY_OTADATA_IMAGE),,$(error nothing to flash: set GATEWAY_OTADATA_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0xf000=$(GATEWAY_OTADATA_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,write-flash) -fs 8MB 0xf000 $(GATEWAY_OTADATA_IMAGE)
.PHONY: erase-otadata gateway-erase-otadata
erase-otadata: gateway-erase-otadata
gateway-erase-otadata:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,erase-region) 0xf000 0x2000

.PHONY: flash-fctry gateway-flash-fctry
flash-fctry: gateway-flash-fctry
gateway-flash-fctry: out/images/fctry.bin
	$(SCHEMAC) check --quiet input.pschema --add 0x11000=out/images/fctry.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,write-flash) -fs 8MB 0x11000 out/images/fctry.bin
.PHONY: erase-fctry gateway-erase-fctry
erase-fctry: gateway-erase-fctry
gateway-erase-fctry:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,erase-region) 0x11000 0x6000

.PHONY: flash-customer gateway-flash-customer
flash-customer: gateway-flash-customer
gateway-flash-customer: out/customer_table.bin
	$(SCHEMAC) check --quiet input.pschema --add 0x17000=out/customer_table.bin
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,write-flash) -fs 8MB 0x17000 out/customer_table.bin
.PHONY: erase-customer gateway-erase-customer
erase-customer: gateway-erase-customer
gateway-erase-customer:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,erase-region) 0x17000 0x10000

.PHONY: flash-calib gateway-flash-calib
flash-calib: gateway-flash-calib
gateway-flash-calib: $(GATEWAY_CALIB_IMAGE)
	$(if $(GATEWAY_CALIB_IMAGE),,$(error nothing to flash: set GATEWAY_CALIB_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x27000=$(GATEWAY_CALIB_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,write-flash) -fs 8MB 0x27000 $(GATEWAY_CALIB_IMAGE)
.PHONY: erase-calib gateway-erase-calib
erase-calib: gateway-erase-calib
gateway-erase-calib:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,erase-region) 0x27000 0x1000

.PHONY: flash-ota_0 gateway-flash-ota_0
flash-ota_0: gateway-flash-ota_0
gateway-flash-ota_0: $(GATEWAY_OTA_0_IMAGE)
	$(if $(GATEWAY_OTA_0_IMAGE),,$(error nothing to flash: set GATEWAY_OTA_0_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x30000=$(GATEWAY_OTA_0_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,write-flash) -fs 8MB 0x30000 $(GATEWAY_OTA_0_IMAGE)
.PHONY: erase-ota_0 gateway-erase-ota_0
erase-ota_0: gateway-erase-ota_0
gateway-erase-ota_0:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,erase-region) 0x30000 0x100000

.PHONY: flash-ota_1 gateway-flash-ota_1
flash-ota_1: gateway-flash-ota_1
gateway-flash-ota_1: $(GATEWAY_OTA_1_IMAGE)
	$(if $(GATEWAY_OTA_1_IMAGE),,$(error nothing to flash: set GATEWAY_OTA_1_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x130000=$(GATEWAY_OTA_1_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,write-flash) -fs 8MB 0x130000 $(GATEWAY_OTA_1_IMAGE)
.PHONY: erase-ota_1 gateway-erase-ota_1
erase-ota_1: gateway-erase-ota_1
gateway-erase-ota_1:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,erase-region) 0x130000 0x100000

.PHONY: flash-coredump gateway-flash-coredump
flash-coredump: gateway-flash-coredump
gateway-flash-coredump: $(GATEWAY_COREDUMP_IMAGE)
	$(if $(GATEWAY_COREDUMP_IMAGE),,$(error nothing to flash: set GATEWAY_COREDUMP_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x7f0000=$(GATEWAY_COREDUMP_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,write-flash) -fs 8MB 0x7f0000 $(GATEWAY_COREDUMP_IMAGE)
.PHONY: erase-coredump gateway-erase-coredump
erase-coredump: gateway-erase-coredump
gateway-erase-coredump:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,erase-region) 0x7f0000 0x10000

.PHONY: flash-c_nvs gateway-flash-c_nvs
flash-c_nvs: gateway-flash-c_nvs
gateway-flash-c_nvs: $(GATEWAY_C_NVS_IMAGE)
	$(if $(GATEWAY_C_NVS_IMAGE),,$(error nothing to flash: set GATEWAY_C_NVS_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x18000=$(GATEWAY_C_NVS_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,write-flash) -fs 8MB 0x18000 $(GATEWAY_C_NVS_IMAGE)
.PHONY: erase-c_nvs gateway-erase-c_nvs
erase-c_nvs: gateway-erase-c_nvs
gateway-erase-c_nvs:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,erase-region) 0x18000 0x6000

.PHONY: flash-c_cache gateway-flash-c_cache
flash-c_cache: gateway-flash-c_cache
gateway-flash-c_cache: $(GATEWAY_C_CACHE_IMAGE)
	$(if $(GATEWAY_C_CACHE_IMAGE),,$(error nothing to flash: set GATEWAY_C_CACHE_IMAGE))
	$(SCHEMAC) check --quiet input.pschema --add 0x1e000=$(GATEWAY_C_CACHE_IMAGE)
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,write-flash) -fs 8MB 0x1e000 $(GATEWAY_C_CACHE_IMAGE)
.PHONY: erase-c_cache gateway-erase-c_cache
erase-c_cache: gateway-erase-c_cache
gateway-erase-c_cache:
	$(ESPTOOL) $(ESPTOOL_FLAGS) --chip esp32s3 $(call gateway_word,erase-region) 0x1e000 0x9000

.PHONY: ota-flash gateway-ota-flash
ota-flash: gateway-ota-flash
gateway-ota-flash: gateway-flash-ota_0

.DEFAULT_GOAL := $(gateway_default_goal)
