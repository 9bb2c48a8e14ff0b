namespace Budstikke.Storage;

/// <summary>A value that a store makes once and then keeps for ever; it goes with the store wherever that is
/// moved.</summary>
internal static class KeptOnce
{
    /// <param name="name">Of the value, in <c>settings_kept</c>.</param>
    /// <param name="made">What it becomes where there is none yet.</param>
    public static Task<string> Of(Database database, string name, string made) =>
        database.Write(async session =>
        {
            await session.Execute(
                "INSERT INTO settings_kept (name, value) VALUES (@name, @made) ON CONFLICT (name) DO NOTHING",
                new { name, made }
            );
            return await session.QuerySingle<string>(
                "SELECT value FROM settings_kept WHERE name = @name",
                new { name }
            );
        });
}
