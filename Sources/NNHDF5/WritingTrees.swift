import NNCHDF5

/// What a data set of numbers that are copied as they are consists of.
public enum RawElement: Sendable {
    /// IEEE 754 numbers, little-endian.
    case float16, float32, float64
    /// So many bytes each, of which HDF5 knows nothing.
    case opaque(byteCount: Int)

    /// Bytes of one.
    public var byteCount: Int {
        switch self {
        case .float16: 2
        case .float32: 4
        case .float64: 8
        case .opaque(let byteCount): byteCount
        }
    }

    fileprivate func type() -> Handle? {
        switch self {
        case .float32: return Handle(H5Tcopy(NNH5T_IEEE_F32LE()), closedBy: H5Tclose)
        case .float64: return Handle(H5Tcopy(NNH5T_IEEE_F64LE()), closedBy: H5Tclose)
        case .float16:
            // libhdf5 has no such type before 1.14.4: the sign in bit 15, 5 bits of exponent from 10, 10 of mantissa.
            guard let type = Handle(H5Tcopy(NNH5T_IEEE_F32LE()), closedBy: H5Tclose),
                H5Tset_fields(type.id, 15, 10, 5, 0, 10) >= 0, H5Tset_size(type.id, 2) >= 0,
                H5Tset_ebias(type.id, 15) >= 0
            else { return nil }
            return type
        case .opaque(let byteCount): return Handle(H5Tcreate(H5T_OPAQUE, byteCount), closedBy: H5Tclose)
        }
    }
}

/// Files of nested groups, as Keras lays them out.
extension HDF5File {
    /// Makes the group at `path`, and those above it that aren't there.
    /// - Throws: `HDF5Error` where libhdf5 can't.
    public func createGroup(_ path: String) throws(HDF5Error) {
        try withHDF5 { () throws(HDF5Error) in
            guard let links = Self.linkProperties(),
                Handle(
                    H5Gcreate2(handle.id, path, links.id, NNH5P_DEFAULT(), NNH5P_DEFAULT()), closedBy: H5Gclose) != nil
            else { throw .library(file: self.path, place: path, doing: "create it", writing: true) }
        }
    }

    /// Makes a contiguous data set of these elements, and the groups above it that aren't there.
    ///
    /// - Parameters:
    ///   - bytes: the elements, row-major.
    ///   - shape: one length an axis, at least one.
    /// - Throws: `HDF5Error` where libhdf5 can't.
    public func write(
        _ bytes: UnsafeRawBufferPointer, as element: RawElement, shape: [Int], to path: String
    ) throws(HDF5Error) {
        precondition(bytes.count == shape.reduce(element.byteCount, *), "\(bytes.count) bytes for \(shape)")
        try withHDF5 { () throws(HDF5Error) in
            guard
                let space = Handle(
                    H5Screate_simple(Int32(shape.count), shape.map(hsize_t.init), nil), closedBy: H5Sclose),
                let type = element.type(), let links = Self.linkProperties(), let creation = creationProperties(),
                let dataset = Handle(
                    H5Dcreate2(handle.id, path, type.id, space.id, links.id, creation.id, NNH5P_DEFAULT()),
                    closedBy: H5Dclose),
                H5Dwrite(dataset.id, type.id, NNH5S_ALL(), NNH5S_ALL(), NNH5P_DEFAULT(), bytes.baseAddress) >= 0
            else { throw .library(file: self.path, place: path, doing: "write it", writing: true) }
        }
    }

    /// Gives the object at `path` an attribute with one string of any length, in UTF-8: the object itself has room for
    /// 64 KiB, and a string of varying length stands elsewhere.
    /// - Precondition: there is no zero in the text.
    /// - Throws: `HDF5Error` where libhdf5 can't.
    public func setLongAttribute(_ name: String, of path: String, to text: String) throws(HDF5Error) {
        try setAttribute(name, of: path, isList: false, strings: [text])
    }

    /// Gives the object at `path` an attribute with a list of strings of any length, in UTF-8; one of no strings is a list
    /// of no numbers, as h5py makes it.
    /// - Precondition: there are no zeros in the texts.
    /// - Throws: `HDF5Error` where libhdf5 can't.
    public func setAttribute(_ name: String, of path: String, toList strings: [String]) throws(HDF5Error) {
        try setAttribute(name, of: path, isList: true, strings: strings)
    }

    private func setAttribute(
        _ name: String, of path: String, isList: Bool, strings: [String]
    ) throws(HDF5Error) {
        try withHDF5 { () throws(HDF5Error) in
            let object = try openObject(path)
            let space = isList ? H5Screate_simple(1, [hsize_t(strings.count)], nil) : H5Screate(H5S_SCALAR)
            let type = strings.isEmpty ? H5Tcopy(NNH5T_IEEE_F64LE()) : H5Tcopy(NNH5T_C_S1())
            guard let space = Handle(space, closedBy: H5Sclose), let type = Handle(type, closedBy: H5Tclose),
                strings.isEmpty
                    || (H5Tset_size(type.id, NNH5T_VARIABLE()) >= 0 && H5Tset_cset(type.id, H5T_CSET_UTF8) >= 0),
                let attribute = Handle(
                    H5Acreate2(object.id, name, type.id, space.id, NNH5P_DEFAULT(), NNH5P_DEFAULT()),
                    closedBy: H5Aclose),
                strings.isEmpty || Self.write(strings, attribute, type)
            else {
                throw .library(file: self.path, place: "\(path): attribute \(name)", doing: "write it", writing: true)
            }
        }
    }

    private static func write(
        _ strings: [String], _ attribute: borrowing Handle, _ type: borrowing Handle
    ) -> Bool {
        var text: [CChar] = []
        var starts: [Int] = []
        for string in strings {
            starts.append(text.count)
            text += string.utf8CString
        }
        return text.withUnsafeBufferPointer { text in
            let pointers = starts.map { start in text.baseAddress.map { $0 + start } }
            return H5Awrite(attribute.id, type.id, pointers) >= 0
        }
    }

    private static func linkProperties() -> Handle? {
        guard let links = Handle(H5Pcreate(NNH5P_LINK_CREATE()), closedBy: H5Pclose),
            H5Pset_create_intermediate_group(links.id, 1) >= 0
        else { return nil }
        return links
    }
}
