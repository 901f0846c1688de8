echo this is no script
