using System.Globalization;

namespace Budstikke.Storage;

/// <summary>Reads a setting; a wrong one stops the start with a message that names it as a person sets it.</summary>
internal static class Settings
{
    public static bool Switch(IConfiguration settings, string name, bool otherwise) =>
        settings[name] is not { Length: > 0 } text ? otherwise
        : bool.TryParse(text, out var value) ? value
        : throw new SettingRefusedException($"{Shown(name)} must be true or false: {text}");

    public static int Number(IConfiguration settings, string name, int otherwise, int min, int max) =>
        settings[name] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value >= min
        && value <= max
            ? value
        : throw new SettingRefusedException($"{Shown(name)} must be a number from {min} to {max}: {text}");

    private static string Shown(string name) => name.Replace(":", "__", StringComparison.Ordinal);
}

/// <summary>The program does not begin what it was started for; the message says why and what to do.</summary>
internal abstract class StartRefusedException(string message) : InvalidOperationException(message);

/// <summary>A setting or an option does not say anything that can be done; the message names it.</summary>
internal sealed class SettingRefusedException(string message) : StartRefusedException(message);

/// <summary>This store must not be used, or not like this.</summary>
internal sealed class StorageRefusedException(string message) : StartRefusedException(message);
