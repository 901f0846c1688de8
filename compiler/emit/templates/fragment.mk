@# NAME.mk, section by section, in the order in which make.c appends them. The values are already
@# quoted, for Make or, in recipes, for the shell as well.
@@ head
# @title@. Made by schemac: include it in a Makefile, and run make in the
# directory where schemac ran. Targets:
#   @name@-all      tables, header and images
#   @name@-merged   one image of everything that is flashed
#   @name@-flash, @name@-flash-PARTITION, @name@-erase-PARTITION, @name@-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from @NAME@_PARTITION_IMAGE,
# if that is set before this file is included: @NAME@_OTA_0_IMAGE := app.bin
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.
@?preserved@# Only the merged image, for blank devices, includes these: @preserved@.
@?preserved@# To flash one of them to a device in use, run its own target.

@?source@# What the header returns, once for a program in C:
@?source@@NAME@_SOURCES := @source@
@?source@@NAME@_CPPFLAGS := -D@NAME@_SOURCE @include@
@?source@
SCHEMAC ?= schemac
@# `command` is the shell's own, which old versions of Make do not know without the redirection.
ESPTOOL ?= $(firstword $(foreach name,esptool esptool.py,\
  $(if $(shell command -v $(name) 2>/dev/null),$(name))) esptool)
ESPTOOL_FLAGS ?=
@name@_is_esptool_4 = $(filter v1.% v2.% v3.% v4.%,$(shell $(ESPTOOL) version 2>/dev/null))
@name@_word = $(if $(@name@_is_esptool_4),$(subst -,_,$(1)),$(1))
@name@_default_goal := $(.DEFAULT_GOAL)

@# The depfile is a prerequisite: once it is deleted, nothing tells which inputs changed.
@stamp@: @stamp_inputs@
	@compile@
	@touch @stamp_word@
@?depfile@@depfile@: ;
@?depfile@-include @depfile@

@name@_artifacts := @artifacts@
$(@name@_artifacts): @stamp@
	@test -f '$(subst ','\'',$@)' || @compile@

@name@_images :=
@@ image
# @partition@: @size@, content @digest@
@image@: @inputs@
	@generate@ -o @image_word@
	@touch @image_word@
@?depfile@-include @depfile@
@name@_images += @image@

@@ all
.PHONY: @name@-all
@name@-all: $(@name@_artifacts) $(@name@_images)

@# Files that are flashed together, the arguments of esptool that flash them, and those of `check`
@# that judge them.
@@ flash_set
@name@_@set@_files :=@files@
@name@_@set@_words :=@words@
@name@_@set@_added :=@added@
@@ flash

.PHONY: flash @name@-flash @name@-merged
flash: @name@-flash
@name@-flash: $(@name@_flash_files)
@?replaced@	@echo 'flashing overwrites what the device keeps in: @replaced@'
	@check@ $(@name@_flash_added)
	@esptool@ $(call @name@_word,write-flash) -fs @flash_size@ $(@name@_flash_words)

@name@-merged: @merged@
@merged@: $(@name@_@whole@_files)
	@check@ $(@name@_@whole@_added)
	@esptool@ $(call @name@_word,merge-bin) -fs @flash_size@ -o @merged_word@ $(@name@_@whole@_words)

@@ flash_file
.PHONY: flash-@partition@ @name@-flash-@partition@
flash-@partition@: @name@-flash-@partition@
@name@-flash-@partition@: @file@
	@check@ --add @added@
	@esptool@ $(call @name@_word,write-flash) -fs @flash_size@ @offset@ @file_word@
@@ flash_variable
.PHONY: flash-@partition@ @name@-flash-@partition@
flash-@partition@: @name@-flash-@partition@
@name@-flash-@partition@: $(@variable@)
	$(if $(@variable@),,$(error nothing to flash: set @variable@))
	@check@ --add @offset@=$(@variable@)
	@esptool@ $(call @name@_word,write-flash) -fs @flash_size@ @offset@ $(@variable@)
@@ erase
.PHONY: erase-@partition@ @name@-erase-@partition@
erase-@partition@: @name@-erase-@partition@
@name@-erase-@partition@:
	@esptool@ $(call @name@_word,erase-region) @offset@ @size@

@@ ota_flash
.PHONY: ota-flash @name@-ota-flash
ota-flash: @name@-ota-flash
@name@-ota-flash: @name@-flash-@partition@

@@ end
.DEFAULT_GOAL := $(@name@_default_goal)
