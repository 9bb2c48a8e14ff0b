namespace Budstikke.Storage;

/// <summary>A value that a store makes once and then keeps for ever; it goes with the store wherever that is
/// moved.</summary>
internal static class KeptOnce
{
    /// <param name="name">Of the value, in <c>settings_kept</c>; never changed again.</param>
    /// <param name="make">What it becomes where there is none yet; another node may be first.</param>
    public static async Task<string> Of(Database database, string name, Func<string> make) =>
        await database.Read(session => Find(session, name))
        ?? await database.Write(async session =>
        {
            await session.Execute(
                "INSERT INTO settings_kept (name, value) VALUES (@name, @made) ON CONFLICT (name) DO NOTHING",
                new { name, made = make() }
            );
            return (await Find(session, name))!;
        });

    private static Task<string?> Find(Session session, string name) =>
        session.QueryOne<string>("SELECT value FROM settings_kept WHERE name = @name", new { name });
}
