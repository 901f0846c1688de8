# What CMakeLists.txt says, for the SDK's GNU make.
COMPONENT_SRCDIRS := ../../src ../../port/esp8266_rtos
COMPONENT_ADD_INCLUDEDIRS := ../../include ../../port/esp8266_rtos
