/// The records that figures are measured with: three shapes, so that the code is not tuned to one of them.
public enum RecordShape: String, CaseIterable, Sendable {
    /// Ten bins of mixed types, about 770 bytes of text: the profile of all end-to-end figures.
    case profile
    /// One integer bin: what is left is the head of the record.
    case tiny
    /// A blob of 100 KiB and two nested maps.
    case large
}
