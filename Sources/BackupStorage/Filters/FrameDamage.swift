/// What zstd stumbled over.
struct FrameDamage: Error {
    /// How far the step came before the damage.
    var progress: FrameDecompressor.Progress
    /// Whether bytes that should begin a frame do not.
    var isBetweenFrames: Bool
    /// What zstd says about it.
    var reason: String
}
