using Budstikke.Storage;

namespace Budstikke.Tests.Support;

/// <summary>The process died here.</summary>
internal sealed class CrashException() : Exception("killed");

/// <summary>
/// Kills a service at the n-th of the points that it passes. The dead write nothing more: every later write fails too,
/// also those of whoever catches the exception.
/// </summary>
internal sealed class Death(int point)
{
    private const int MaxPoints = 300;
    private int _passed;

    /// <summary>For a message.</summary>
    public string Where => $"killed at point {point}";

    public int Passed => Volatile.Read(ref _passed);

    public bool HasCome => Passed >= point;

    /// <summary>
    /// Lives a story on copies of a store, each time dying one point later, until the story is over before. Returned is
    /// how many points it has.
    /// </summary>
    /// <param name="live">Is given the copy's folder, and the death to threaten with.</param>
    public static async Task<int> AtEveryPoint(string fresh, Func<string, Death, Task> live)
    {
        for (var point = 1; point < MaxPoints; point++)
        {
            var folder = await StoreFolder.Copy(fresh);
            try
            {
                var death = new Death(point);
                await live(folder, death);
                if (!death.HasCome)
                    return point - 1;
            }
            finally
            {
                await StoreFolder.Delete(folder);
            }
        }
        throw new InvalidOperationException($"The story has more than {MaxPoints} points.");
    }

    /// <summary>Every point of <paramref name="app"/>: around its transactions, and after a channel has taken
    /// something.</summary>
    public void Threaten(BudstikkeApp app)
    {
        Threaten(app.Database);
        foreach (var channel in new[] { app.Ehf, app.EInvoice, app.Email, app.Post })
            channel.While = _ => Pass();
    }

    public void Threaten(Database database) => database.Fault = _ => Pass();

    private void Pass()
    {
        if (Interlocked.Increment(ref _passed) >= point)
            throw new CrashException();
    }
}
