Inspect.main()
