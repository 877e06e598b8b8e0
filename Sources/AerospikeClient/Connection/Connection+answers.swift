import AerospikeProtocol
import NIOCore

extension Connection {
    /// The body of a message about records.
    func recordBody(_ message: ReceivedMessage) -> Result<ByteBuffer, ExchangeFailure> {
        message.kind == .message ? .success(message.body) : .failure(self.unexpected(message.kind))
    }

    /// Sends a batch request and walks the answer to its end.
    func batch(
        _ request: ByteBuffer,
        rows: Int,
        limit: WaitLimit,
        row: (UInt32, ResultCode) -> Bool
    ) async -> Result<ResultCode, ExchangeFailure> {
        var answer = BatchAnswer(rows: rows)
        var message = await self.send(request, isSingle: false, limit: limit)
        while true {
            let body: ByteBuffer
            switch message.flatMap({ self.recordBody($0) }) {
            case .failure(let failure): return .failure(failure)
            case .success(let received): body = received
            }
            do throws(ProtocolError) {
                if let end = try answer.walk(body.readableBytesSpan, row: row) {
                    // What may be left of the answer would be taken for that to the next request.
                    if BatchAnswer.isCertain(end: end) { await self.finishExchange() } else { self.close() }
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
    /// - Parameters:
    ///   - request: A whole message with its protocol header.
    ///   - longestSilence: After how long without a byte `whenSilent` is asked.
    ///   - deadline: From when on it is asked though bytes come, if they are no whole message.
    ///   - whenSilent: Gives the error with which the scan ends; `nil` to wait on.
    ///   - consume: Receives each body.
    /// - Returns: What `consume` has thrown, after which the connection is closed.
    func scan(
        _ request: ByteBuffer,
        longestSilence: TimeAmount,
        deadline: NIODeadline,
        whenSilent: () async -> AerospikeError?,
        consume: (ByteBuffer) async throws -> ScanStep
    ) async -> Result<(any Error)?, ExchangeFailure> {
        let limit = WaitLimit.silence(longestSilence, until: deadline)
        let further = WaitLimit.silence(max(longestSilence, Self.shortestFurtherSilence), until: deadline)
        let first = await self.send(request, isSingle: false, limit: limit)
        var result = await self.heard(first, further, whenSilent).flatMap { self.recordBody($0) }
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
            let next = await self.receive(limit: limit)
            result = await self.heard(next, further, whenSilent).flatMap { self.recordBody($0) }
        }
    }

    /// The shortest silence after which is asked a second time, so that something can have happened between.
    private static let shortestFurtherSilence = TimeAmount.seconds(1)

    /// The message that comes after however many silences, or the error that ends the wait. Nobody is silent to what was not sent.
    private func heard(
        _ result: Result<ReceivedMessage, ExchangeFailure>,
        _ further: WaitLimit,
        _ whenSilent: () async -> AerospikeError?
    ) async -> Result<ReceivedMessage, ExchangeFailure> {
        var result = result
        while case .failure(var failure) = result, failure.error.code == .timeout, !failure.error.isUnsent {
            if let error = await whenSilent() {
                self.close()
                failure.error = error
                return .failure(failure)
            }
            result = await self.receive(limit: further)
        }
        return result
    }

    /// Gives the memory of a body back and holds on to it no longer, so that it can be written to again.
    private func recycle(_ result: inout Result<ByteBuffer, ExchangeFailure>) {
        guard case .success(let body) = result else { return }
        result = .success(ByteBuffer())
        self.recycle(body)
    }
}
