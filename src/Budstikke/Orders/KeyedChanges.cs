using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Orders;

/// <summary>What a call came to, and what it makes true. A refusal makes nothing true, and is remembered under its key
/// all the same.</summary>
internal sealed record Effect<T>(T Result)
    where T : struct, Enum
{
    public IReadOnlyCollection<Fact> Facts { get; init; } = [];
}

/// <param name="IsReplay">The result was given before, under the same idempotency key.</param>
internal sealed record Answered<T>(T Result, bool IsReplay)
    where T : struct, Enum;

/// <summary>
/// Changes of orders that were stored before, each done once for its idempotency key. Those that arrive while a
/// transaction is being written share the next one, as new orders do at the <see cref="Door"/>, and each gets its
/// answer after the commit.
/// </summary>
internal sealed class KeyedChanges : IAsyncDisposable
{
    private readonly Database _database;
    private readonly FirstAnswers _firstAnswers;
    private readonly NodeClock _clock;
    private readonly ChangeBatch _batch;
    private readonly WaitingLine<Change, ChangeAnswer> _line;

    public KeyedChanges(Database database, FirstAnswers firstAnswers, FactRegister facts, NodeClock clock)
    {
        (_database, _firstAnswers, _clock) = (database, firstAnswers, clock);
        _batch = new(firstAnswers, facts);
        _line = new(database.Dialect.WritersInSteps, Write);
    }

    /// <summary>Works once for each key. Null: the key came before with another body or to another call.</summary>
    /// <param name="row">
    /// Which row another may hold meanwhile, by its table and key: a transaction takes them in their order, so that two
    /// of them do not wait for each other.
    /// </param>
    /// <param name="work">
    /// What is done in the transaction, where it sees what those before it did; called again where the database asks
    /// for it, or where one of its neighbours failed.
    /// </param>
    public async Task<Answered<T>?> Once<T>(
        Caller caller,
        IdempotencyKey? key,
        string row,
        Func<Session, DateTimeOffset, Task<Effect<T>>> work
    )
        where T : struct, Enum
    {
        var answer = await _line.Ask(new(_firstAnswers.Hash(caller, key), row, Work));
        return answer.Result is { } result ? new(StoredName.Parse<T>(result), answer.IsReplay) : null;

        async Task<ChangeAnswer> Work(Session session, DateTimeOffset now)
        {
            var effect = await work(session, now);
            return new(StoredName.Of(effect.Result), IsReplay: false) { Facts = effect.Facts };
        }
    }

    /// <summary>The result that a call with this key and body had before; null where it had none.</summary>
    public async Task<Answered<T>?> Given<T>(Caller caller, IdempotencyKey key)
        where T : struct, Enum =>
        await _database.Read(session => _firstAnswers.Given(session, caller, key)) is { } answer
            ? new(StoredName.Parse<T>(answer), IsReplay: true)
            : null;

    private async Task Write(IReadOnlyList<Waiting<Change, ChangeAnswer>> batch)
    {
        var (isWorkDone, announced) = (false, (IReadOnlyCollection<Fact>)[]);
        try
        {
            var answers = await _database.Write(
                async session =>
                {
                    isWorkDone = false;
                    var said = await _batch.Run(session, [.. batch.Select(one => one.Ask)], _clock.Now);
                    announced = [.. said.SelectMany(answer => answer.Facts)];
                    isWorkDone = true;
                    return said;
                },
                isIntake: true,
                wasWritten: session => FactRow.IsThere(session, announced)
            );
            for (var i = 0; i < batch.Count; i++)
                batch[i].Answer.SetResult(answers[i]);
        }
        catch (Exception error) when (batch.Count > 1 && !isWorkDone && !_database.Dialect.IsUnavailable(error))
        {
            // One change that cannot be made must not fail its neighbours: each alone, and the culprit's caller gets
            // the error. Only where the work itself failed: after it the commit may have gone through, and none may be
            // made twice.
            foreach (var one in batch)
                await Write([one]);
        }
        catch (Exception error)
        {
            foreach (var one in batch)
                one.Answer.SetException(error);
        }
    }

    public ValueTask DisposeAsync() => _line.DisposeAsync();
}
