endmenu
