using Budstikke.Storage;

namespace Budstikke.Trail;

/// <summary>Somebody who changes the store, with what it takes to do it: none of these changes can be made by
/// nobody.</summary>
internal sealed record Acting(Database Database, Secrets Secrets, TimeProvider Time, Actor Actor)
{
    private readonly TrailBook _book = new(Secrets);

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>To be called in the transaction of the change.</summary>
    public Task Note(Session session, TrailEntry entry) => _book.Add(session, entry, Actor, Now);
}
