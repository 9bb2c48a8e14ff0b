using System.Globalization;

namespace Budstikke.Storage;

/// <summary>Reads a setting; a wrong one stops the start with a message that names it as a person sets it.</summary>
internal static class Settings
{
    public static bool Switch(IConfiguration settings, string name, bool otherwise) =>
        settings[name] is not { Length: > 0 } text ? otherwise
        : bool.TryParse(text, out var value) ? value
        : throw new StorageRefusedException($"{Shown(name)} must be true or false: {text}");

    public static int Number(IConfiguration settings, string name, int otherwise, int min, int max) =>
        settings[name] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value >= min
        && value <= max
            ? value
        : throw new StorageRefusedException($"{Shown(name)} must be a number from {min} to {max}: {text}");

    private static string Shown(string name) => name.Replace(":", "__", StringComparison.Ordinal);
}

/// <summary>The service must not start like this, or this store must not be used; the message says why and what to
/// do.</summary>
internal sealed class StorageRefusedException(string message) : InvalidOperationException(message);
