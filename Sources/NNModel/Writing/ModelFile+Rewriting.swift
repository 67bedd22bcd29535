extension ModelFile {
    /// The file with other metadata and another history, or in another encoding; the model itself stays as it is.
    ///
    /// Every other chunk is taken over, unknown ones included, byte for byte unless `compression` is given. All of them
    /// are checked on the way, so that no damage is handed on.
    /// - Parameters:
    ///   - metadata: the metadata that the new file is to have, empty for none.
    ///   - history: the history that the new file is to have, nil for none.
    ///   - compression: how every chunk is to be stored anew, or nil to leave them as they are.
    /// - Throws: `ModelFileError` where the file is damaged, or no file can hold the metadata or the history.
    public func rewritten(
        metadata: [String: String], history: History?, compression: Compression? = nil
    ) throws(ModelFileError) -> EncodedModel {
        try verify()
        return try reporting { () throws(Violation) -> EncodedModel in
            try WriteCheck.check(metadata: metadata, history: history)
            let records = Model.editableRecords(metadata: metadata, history: history)
            var encoded: [EncodedChunk] = []
            for entry in chunks where ![.history, .metadata].contains(entry.type) {
                encoded.append(try encode(entry, compression: compression))
            }
            for (type, record) in records {
                try WriteCheck.check(record, as: type)
                encoded.append(try encode(record, as: type, compression: compression))
            }
            let ancillary = encoded.filter { !$0.entry.type.isCritical }
            return try EncodedModel(
                encoded.filter(\.entry.type.isCritical) + ancillary.sorted { $0.entry.type < $1.entry.type },
                digest: header.digest, threads: threads)
        }
    }

    /// A chunk as it stands, or encoded anew.
    private func encode(_ entry: ChunkEntry, compression: Compression?) throws(Violation) -> EncodedChunk {
        guard let compression else { return EncodedChunk(entry, payload: payload(of: entry)) }
        return EncodedChunk(
            entry.type, try contents(of: entry), tensor: entry.tensor, compression: compression, threads: threads)
    }

    /// The chunk that holds the same record already, or else a new one, stored as the others are.
    private func encode(
        _ record: [UInt8], as type: ChunkType, compression: Compression?
    ) throws(Violation) -> EncodedChunk {
        if let entry = chunks.first(where: { $0.type == type }),
            try contents(of: entry).withUnsafeBytes({ $0.elementsEqual(record) })
        {
            return try encode(entry, compression: compression)
        }
        let usual: Compression = chunks.contains { $0.codec != .raw } ? .best : .none
        return EncodedChunk(type, .owned(record), compression: compression ?? usual, threads: threads)
    }
}
