import AerospikeProtocol
import NIOCore

extension Connection {
    /// The body of a message about records, inflated if need be.
    func recordBody(_ message: ReceivedMessage) -> Result<ByteBuffer, ExchangeFailure> {
        guard message.kind == .message || message.kind == .compressedMessage else {
            return .failure(self.unexpected(message.kind))
        }
        do throws(ProtocolError) {
            return .success(try message.inflated())
        } catch {
            return .failure(self.unreadable(error))
        }
    }

    /// Sends a batch request and walks the answer to its end.
    func batch(
        _ request: ByteBuffer,
        limit: WaitLimit,
        row: (UInt32, ResultCode) -> Void
    ) async -> Result<ResultCode, ExchangeFailure> {
        var message = await self.send(request, isSingle: false, limit: limit)
        while true {
            let body: ByteBuffer
            switch message.flatMap({ self.recordBody($0) }) {
            case .failure(let failure): return .failure(failure)
            case .success(let received): body = received
            }
            do throws(ProtocolError) {
                if let end = try BatchAnswer.walk(body.readableBytesSpan, row: row) {
                    await self.finishExchange()
                    return .success(end)
                }
            } catch {
                return .failure(self.unreadable(error))
            }
            message = await self.receive(limit: limit)
        }
    }

    /// Sends a scan request and hands over the bodies of the answer until `consume` says that it is finished.
    ///
    /// - Returns: What `consume` has thrown, after which the connection is closed.
    func scan(
        _ request: ByteBuffer,
        limit: WaitLimit,
        consume: (ByteBuffer) async throws -> ScanStep
    ) async -> Result<(any Error)?, ExchangeFailure> {
        var result = await self.send(request, isSingle: false, limit: limit).flatMap { self.recordBody($0) }
        while true {
            do {
                if try await consume(try result.get()) == .finished {
                    await self.finishExchange()
                    return .success(nil)
                }
            } catch let failure as ExchangeFailure {
                return .failure(failure)
            } catch {
                self.close()
                return .success(error)
            }
            self.recycle(&result)
            result = await self.receive(limit: limit).flatMap { self.recordBody($0) }
        }
    }

    /// Gives the memory of a body back and holds on to it no longer, so that it can be written to again.
    private func recycle(_ result: inout Result<ByteBuffer, ExchangeFailure>) {
        guard case .success(let body) = result else { return }
        result = .success(ByteBuffer())
        self.recycle(body)
    }
}
