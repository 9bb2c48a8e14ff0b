using Budstikke.Storage;
using Budstikke.Users;

namespace Budstikke.WebConsole;

/// <summary>What stands in the store as <c>user:ID</c>, by name for whoever reads it.</summary>
internal static class UserNames
{
    private const string User = "user:";
    private const int MaxNames = 50;

    public static async Task<IReadOnlyDictionary<string, string>> Of(Database database, IEnumerable<string?> causes)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var by in causes
                .OfType<string>()
                .Where(by => by.StartsWith(User, StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .Take(MaxNames)
        )
            if (await database.Read(session => UserRow.Of(session, string.Concat(by.Skip(User.Length)))) is { } user)
                names[by] = user.Name;
        return names;
    }
}
