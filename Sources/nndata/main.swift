Data.main()
