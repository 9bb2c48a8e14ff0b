namespace Budstikke.Clients;

/// <summary>What a token may do. Writing does not imply reading.</summary>
[Flags]
internal enum Scopes
{
    None = 0,

    /// <summary>Calls that change nothing.</summary>
    Read = 1,

    /// <summary>Calls that store something.</summary>
    Write = 2,

    ReadWrite = Read | Write,

    /// <summary>Handing in mails that came to a bounce address; nothing else.</summary>
    Bounces = 4,
}

internal static class ScopeTexts
{
    private static readonly (string Word, Scopes Scope)[] s_words =
    [
        ("read", Scopes.Read),
        ("write", Scopes.Write),
        ("bounces", Scopes.Bounces),
    ];

    /// <summary>As in the store and in an answer: <c>read write</c>.</summary>
    public static string Text(this Scopes scopes) => string.Join(' ', scopes.Words());

    public static IEnumerable<string> Words(this Scopes scopes) =>
        s_words.Where(one => scopes.HasFlag(one.Scope)).Select(one => one.Word);

    /// <summary>Words with blanks or commas between; null where there is none, or one is no scope.</summary>
    public static Scopes? Parse(string text)
    {
        var scopes = Scopes.None;
        foreach (var word in text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var scope = Array.Find(s_words, one => one.Word == word).Scope;
            if (scope == Scopes.None)
                return null;
            scopes |= scope;
        }
        return scopes == Scopes.None ? null : scopes;
    }
}
