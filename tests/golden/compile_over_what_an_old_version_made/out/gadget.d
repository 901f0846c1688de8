/work/wt-output/tests/golden/compile_over_what_an_old_version_made/out/gadget.stamp: \
  old.pschema

old.pschema:
