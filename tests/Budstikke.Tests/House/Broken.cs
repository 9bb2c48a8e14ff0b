namespace Budstikke.Tests.House.Broken;

// Types that break a rule of shape each; BrokenHouseTests asks whether they are found.
public class Open;

internal sealed record Changeable(int Id)
{
    public string? Name { get; set; }
}

internal record struct ChangeablePair(int Left)
{
    public readonly int Right => Left + 1;
}

internal sealed record Fixed(int Id)
{
    public string? Name { get; init; }
}

internal static class Clock
{
    public static object[] Now() =>
        [
            DateTime.Now,
            DateTime.UtcNow,
            DateTime.Today,
            DateTimeOffset.UtcNow,
            Guid.CreateVersion7(),
            TimeProvider.System,
            Guid.NewGuid(),
            TimeProvider.System.GetUtcNow(),
        ];
}

internal static class Reader
{
    public static Stream Read(string path) => new MemoryStream(File.ReadAllBytes(path + Environment.MachineName));
}

internal static class Writer
{
    public static string Sql(int id)
    {
        var sql = $"INSERT INTO parcel (id) VALUES ({id})";
        return sql;
    }
}
