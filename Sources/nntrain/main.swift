Train.main()
