// A tiny house that breaks the table in every way a reference can be hidden; HouseTests finds each of them.
namespace Budstikke.Tests.House.Example.Orders
{
    internal class Parcel
    {
        public static int Count => 1;

        public int Weight { get; init; }
    }

    internal sealed class LostParcelException : Exception;

    internal interface ISealed;

    internal static class Lawful
    {
        public static string KnowsARoomBeforeIt() => Storage.Shelf.Label;
    }
}

namespace Budstikke.Tests.House.Example.Storage
{
    internal static class Shelf
    {
        public static string Label => "shelf";
    }

    internal sealed class ByBase : Orders.Parcel;

    internal sealed class ByInterface : Orders.ISealed;

    internal sealed class ByConstraint<T>
        where T : Orders.Parcel;

    internal sealed class ByProperty
    {
        public Orders.Parcel[]? Parcels { get; init; }
    }

    internal static class BySignature
    {
        public static bool Has(IReadOnlyDictionary<string, List<Orders.Parcel>> parcels) => parcels.Count > 0;
    }

    internal static class ByStaticCall
    {
        public static int Count() => Orders.Parcel.Count;
    }

    internal static class ByCast
    {
        public static bool Is(object thing) => thing is Orders.Parcel;
    }

    internal static class ByTypeof
    {
        public static string Name() => typeof(Orders.Parcel).Name;
    }

    internal static class ByGenericCall
    {
        public static int Count() => Enumerable.Empty<Orders.Parcel>().Count();
    }

    internal static class ByClosure
    {
        public static Func<int> Weigh(int extra) => () => new Orders.Parcel { Weight = extra }.Weight + extra;
    }

    internal static class ByAsync
    {
        public static async Task<int> Weigh()
        {
            await Task.Yield();
            return new Orders.Parcel().Weight;
        }
    }

    internal static class ByIterator
    {
        public static IEnumerable<int> Weights()
        {
            yield return new Orders.Parcel().Weight;
        }
    }

    internal static class ByCatch
    {
        public static bool Try(Action action)
        {
            try
            {
                action();
                return true;
            }
            catch (Orders.LostParcelException)
            {
                return false;
            }
        }
    }

    [System.ComponentModel.TypeConverter(typeof(Orders.Parcel))]
    internal static class ByAttribute;
}

namespace Budstikke.Tests.House.Example.Distribution
{
    internal static class Route
    {
        public static string First() => Ehf.Sender.Name;
    }
}

namespace Budstikke.Tests.House.Example.Distribution.Ehf
{
    internal static class Sender
    {
        public static string Name => Storage.Shelf.Label;
    }
}

namespace Budstikke.Tests.House.Example.Distribution.Email
{
    internal static class Fallback
    {
        public static string Name => Ehf.Sender.Name;
    }
}

namespace Budstikke.Tests.House.Example.Connect
{
    internal static class Door
    {
        public static int Count => Orders.Parcel.Count;
    }
}

namespace Budstikke.Tests.House.Example.Callbacks
{
    internal static class Caller
    {
        public static int Count => Connect.Door.Count;
    }
}

namespace Budstikke.Tests.House.Example.Attic
{
    internal static class Chest;
}
