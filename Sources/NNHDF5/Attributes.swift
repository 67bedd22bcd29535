import NNCHDF5

extension HDF5File {
    /// The strings of the attribute `name` of the object at `path`: one for a single value, all in order for an array.
    /// nil where there is no such attribute. An attribute of no elements holds no strings, whatever its type: h5py makes
    /// an empty list one of float64.
    /// - Throws: `HDF5Error` where it holds something else, or more than `HDF5Limits.stringBytesPerRead`.
    public func stringAttribute(_ name: String, of path: String) throws(HDF5Error) -> [[UInt8]]? {
        try withHDF5 { () throws(HDF5Error) in
            let object = try openObject(resolve(path))
            let place = "\(path): attribute \(name)"
            let exists = H5Aexists(object.id, name)
            guard exists != 0 else { return nil }
            guard exists > 0, let attribute = Handle(H5Aopen(object.id, name, NNH5P_DEFAULT()), closedBy: H5Aclose),
                let type = Handle(H5Aget_type(attribute.id), closedBy: H5Tclose),
                let space = Handle(H5Aget_space(attribute.id), closedBy: H5Sclose)
            else { throw .library(file: self.path, place: place, doing: "open it") }
            let count = Int(clamping: H5Sget_simple_extent_npoints(space.id))
            guard count != 0 else { return [] }
            guard StoredType(type.id) == .string else {
                throw HDF5Error(
                    file: self.path, place: place,
                    .wrongType(expected: "strings", found: StoredType(type.id).description))
            }
            let layout = try StringLayout(type, limits: limits, file: self.path, path: place)
            let width = layout.width ?? MemoryLayout<UnsafeRawPointer>.size
            let (total, overflow) = count.multipliedReportingOverflow(by: width)
            guard count > 0, !overflow, total <= limits.stringBytesPerRead else {
                throw HDF5Error(
                    file: self.path, place: place,
                    .limit("bytes of strings", limit: limits.stringBytesPerRead, found: total))
            }
            let strings =
                layout.width == nil
                ? Self.readVariable(attribute, space, layout, count: count)
                : Self.readFixed(attribute, layout, count: count, width: width)
            guard let strings else { throw .library(file: self.path, place: place, doing: "read it") }
            return strings
        }
    }

    private static func readFixed(
        _ attribute: borrowing Handle, _ layout: borrowing StringLayout, count: Int, width: Int
    ) -> [[UInt8]]? {
        var bytes = [UInt8](repeating: 0, count: count * width)
        guard H5Aread(attribute.id, layout.memory.id, &bytes) >= 0 else { return nil }
        return (0..<count).map { layout.trim(bytes[$0 * width..<($0 + 1) * width]) }
    }

    private static func readVariable(
        _ attribute: borrowing Handle, _ space: borrowing Handle, _ layout: borrowing StringLayout, count: Int
    ) -> [[UInt8]]? {
        var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
        let status = H5Aread(attribute.id, layout.memory.id, &pointers)
        defer { _ = H5Dvlen_reclaim(layout.memory.id, space.id, NNH5P_DEFAULT(), &pointers) }
        guard status >= 0 else { return nil }
        return pointers.map { pointer in
            guard let pointer else { return [] }
            var bytes: [UInt8] = []
            var next = pointer
            while next.pointee != 0 {
                bytes.append(UInt8(bitPattern: next.pointee))
                next += 1
            }
            return bytes
        }
    }
}
