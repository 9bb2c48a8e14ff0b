namespace Budstikke.Jobs;

/// <summary>A moment as commands and answers show it.</summary>
internal static class Moments
{
    /// <summary>For a table whose heading says UTC.</summary>
    public static string Short(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("yyyy-MM-dd HH:mm");

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    public static string Text(long milliseconds) => Text(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
