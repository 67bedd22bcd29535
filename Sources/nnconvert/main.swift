if IsolatedRead.isAsked { IsolatedRead.main() } else { Convert.main() }
