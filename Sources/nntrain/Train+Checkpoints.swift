import NNCommand

extension Train {
    /// - Throws: `UsageError` for options that don't go together, or are out of range.
    func validateCheckpoints() throws(UsageError) {
        if let checkpointEvery {
            guard checkpointEvery >= 1 else {
                throw UsageError("--checkpoint-every: expected 1 or more, found \(checkpointEvery)")
            }
            guard checkpoint != nil else { throw UsageError("--checkpoint-every: expected --checkpoint, found none") }
        }
        if resume != nil, initFrom != nil { throw UsageError("--resume and --init-from exclude each other") }
    }
}
