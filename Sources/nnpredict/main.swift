Predict.main()
